namespace MobileNetEdge.Quantizer;

/// <summary>A file that lets a stopped comparison go on where it was.</summary>
/// <param name="Path">The file. It is made where there is none.</param>
/// <param name="FloatNetwork">The float network's <see cref="ModelFingerprint"/>.</param>
/// <param name="QuantizedModel">The int8 model's <see cref="ModelFingerprint"/>.</param>
public sealed record JournalOptions(string Path, string FloatNetwork, string QuantizedModel);
