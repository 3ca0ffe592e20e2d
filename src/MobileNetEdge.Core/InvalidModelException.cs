namespace MobileNetEdge;

/// <summary>A model file that breaks its format's rules: damaged, truncated or made to harm.</summary>
public sealed class InvalidModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="what">What is wrong, with what was found and what was expected.</param>
    /// <param name="offset">Where in the file, in bytes from its start; null where the fault has no single place.</param>
    /// <param name="innerException">What led to it.</param>
    public InvalidModelException(string what, long? offset = null, Exception? innerException = null)
        : base(offset is null ? $"invalid model: {what}" : $"invalid model: at byte {offset}: {what}", innerException)
    {
        Offset = offset;
    }

    /// <summary>Where in the file, in bytes from its start; null where the fault has no single place.</summary>
    public long? Offset { get; }
}
