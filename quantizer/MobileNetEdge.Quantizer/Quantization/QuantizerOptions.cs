namespace MobileNetEdge.Quantizer;

/// <summary>How a float network is quantized.</summary>
public sealed record QuantizerOptions
{
    /// <summary>The defaults.</summary>
    public static QuantizerOptions Default { get; } = new();

    /// <summary>How ranges of activations are chosen.</summary>
    public RangeMethod Ranges { get; init; } = RangeMethod.Percentile;

    /// <summary>The share of values that <see cref="RangeMethod.Percentile"/> keeps.</summary>
    public double Percentile { get; init; } = 0.9996;

    /// <summary>Whether each channel's weight scale is searched for the least squared error; else it follows the largest weight.</summary>
    public bool SearchWeightScales { get; init; } = true;

    /// <summary>Whether biases take up the mean error that rounding the weights causes.</summary>
    public bool CorrectBiases { get; init; } = true;

    /// <summary>Whether weights of consecutive layers are equalised first.</summary>
    public bool EqualizeLayers { get; init; } = true;

    /// <summary>The interval that the network's input can take, where it is known better than from the calibration inputs; null for these.</summary>
    public ValueRange? InputRange { get; init; }

    /// <summary>Calibration inputs run at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
