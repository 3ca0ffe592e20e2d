namespace MobileNetEdge.Quantizer;

/// <summary>A picture list or batch that breaks its format's rules, or that does not suit the networks.</summary>
/// <remarks>It is an <see cref="IOException"/>, like every other reason why a set of pictures cannot be read.</remarks>
/// <param name="message">Which file, where in it, and what is wrong.</param>
public sealed class InvalidPictureSetException(string message) : IOException(message);
