using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What both networks found in a picture.</summary>
internal sealed record DetectionOutcome
{
    /// <summary>Why it could not be looked at; then the rest says nothing.</summary>
    public Exception? Error { get; init; }

    /// <summary>The picture's area in pixels.</summary>
    public double Pixels { get; init; }

    /// <summary>What the float network found, best first.</summary>
    public IReadOnlyList<Found> Float { get; init; } = [];

    /// <summary>What the int8 model found, best first.</summary>
    public IReadOnlyList<Found> Quantized { get; init; } = [];

    /// <summary>How long the parts took.</summary>
    public ComparisonTimes Times { get; init; }
}
