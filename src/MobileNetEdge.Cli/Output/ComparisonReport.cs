using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>What compare shows.</summary>
/// <param name="FloatFile">The float network's path.</param>
/// <param name="QuantizedFile">The int8 model's path.</param>
/// <param name="Images">Where the pictures come from.</param>
/// <param name="Path">The int8 model's path of execution.</param>
/// <param name="Preprocessing">How pictures are prepared, for people.</param>
/// <param name="Result">The figures.</param>
internal sealed record ComparisonReport(
    string FloatFile, string QuantizedFile, string Images, string Path, string Preprocessing, ComparisonResult Result);
