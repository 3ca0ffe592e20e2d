namespace MobileNetEdge.Quantizer;

/// <summary>What the MobileNet papers leave to the user.</summary>
/// <remarks>The limits keep every tensor below 2^31 bytes or elements.</remarks>
public sealed record MobileNetOptions
{
    /// <summary>The largest <see cref="Width"/>.</summary>
    public const double MaxWidth = 4;

    /// <summary>The largest <see cref="Resolution"/>.</summary>
    public const int MaxResolution = 4096;

    /// <summary>The largest number of <see cref="Classes"/>.</summary>
    public const int MaxClasses = 100_000;

    /// <summary>The width multiplier: what channels are multiplied by before they are rounded to multiples of 8; above 0.</summary>
    public double Width { get; init; } = 1;

    /// <summary>The height and the width of the pictures in pixels, at least 1.</summary>
    public int Resolution { get; init; } = 224;

    /// <summary>The number of logits, at least 1.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>What random weights begin from; of no effect on weights from a file.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whose details apply where reference codes differ.</summary>
    public ReferenceCode Reference { get; init; } = ReferenceCode.TensorFlow;
}
