using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>How a float network is quantized.</summary>
public sealed record QuantizerOptions
{
    /// <summary>The defaults.</summary>
    public static QuantizerOptions Default { get; } = new();

    /// <summary>What an effort stands for.</summary>
    public static QuantizerOptions For(QuantizationEffort effort) => effort switch
    {
        QuantizationEffort.Fast => new() { SearchInputs = 0 },
        QuantizationEffort.Best => new() { SearchInputs = 64, MaxSearchBytes = 640L << 20, MaxHardSwishError = 0.0003, MaxSplitWork = 0.3, ReconstructBiases = true },
        _ => Default,
    };

    /// <summary>How ranges of activations are chosen where they are not searched.</summary>
    public RangeMethod Ranges { get; init; } = RangeMethod.Percentile;

    /// <summary>The share of values that <see cref="RangeMethod.Percentile"/> keeps.</summary>
    public double Percentile { get; init; } = 0.9996;

    /// <summary>
    /// For each of the network's outputs the share by which the whole range that was seen is widened, however other ranges are chosen; empty to
    /// treat outputs like everything else. Most of a detector's values say that there is nothing; the rare large ones are the answer, and larger
    /// ones than calibration saw will come.
    /// </summary>
    public ImmutableArray<double> OutputMargins { get; init; } = [];

    /// <summary>
    /// Whether ranges are seen on views of the inputs as well, mirrored and cut to a corner, where inputs are pictures and fewer than 128.
    /// </summary>
    public bool AddViews { get; init; } = true;

    /// <summary>Whether each channel's weight scale is searched for the least squared error; else it follows the largest weight.</summary>
    public bool SearchWeightScales { get; init; } = true;

    /// <summary>Whether the weights of a channel are rounded one after another, each compensating the errors of those before.</summary>
    public bool CompensateRounding { get; init; } = true;

    /// <summary>Inputs on which each range is searched for the least error of the network's outputs; 0 not to search.</summary>
    public int SearchInputs { get; init; } = 24;

    /// <summary>Memory for the activations of these inputs, which are held all at once; sets how many are used where each has many.</summary>
    public long MaxSearchBytes { get; init; } = 216L << 20;

    /// <summary>
    /// A hard-swish is spelled out as a product, which may have a scale for each channel, if rounding it or its argument disturbs the outputs by
    /// more than this share of their variance; infinite for never.
    /// </summary>
    public double MaxHardSwishError { get; init; } = 0.0005;

    /// <summary>
    /// The work that copies of channels may add, as a share of the network's: channels whose rounding disturbs the outputs most are copied, so
    /// that their copies together have smaller steps; 0 for none.
    /// </summary>
    public double MaxSplitWork { get; init; }

    /// <summary>Whether biases take up the mean error that rounding the weights causes.</summary>
    public bool CorrectBiases { get; init; } = true;

    /// <summary>Whether biases are tuned by gradient descent, so that outputs and ends of blocks come nearer to the float network's.</summary>
    public bool ReconstructBiases { get; init; }

    /// <summary>Whether weights of consecutive layers are equalised first.</summary>
    public bool EqualizeLayers { get; init; } = true;

    /// <summary>Whether the report says how far each activation of the int8 network is from the float one; it takes both in memory at once.</summary>
    public bool MeasureNoise { get; init; } = true;

    /// <summary>The interval that the network's input can take, where it is known better than from the calibration inputs; null for these.</summary>
    public ValueRange? InputRange { get; init; }

    /// <summary>Calibration inputs run at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
