namespace MobileNetEdge.Quantizer;

/// <summary>How the range of an activation is chosen from what calibration saw.</summary>
public enum RangeMethod
{
    /// <summary>Everything that was seen: nothing is clipped, and one outlier coarsens all the rest.</summary>
    MinMax,

    /// <summary>All but the outermost share of values.</summary>
    Percentile,

    /// <summary>The range with the least mean squared error of quantization, rounding and clipping together.</summary>
    MeanSquaredError,

    /// <summary>The range whose quantized distribution is closest to the seen one in Kullback-Leibler divergence.</summary>
    KullbackLeibler,
}

/// <summary>Chooses ranges.</summary>
internal static class RangeSelector
{
    /// <summary>The range of an activation.</summary>
    /// <param name="method">How to choose it.</param>
    /// <param name="histogram">What was seen.</param>
    /// <param name="percentile">The share of values kept by <see cref="RangeMethod.Percentile"/>, such as 0.9999.</param>
    public static ValueRange Select(RangeMethod method, Histogram histogram, double percentile) => method switch
    {
        _ when histogram.BinWidth == 0 => histogram.Range,
        RangeMethod.Percentile => PercentileRange.Select(histogram, percentile),
        RangeMethod.MeanSquaredError => MeanSquaredErrorRange.Select(histogram),
        RangeMethod.KullbackLeibler => KullbackLeiblerRange.Select(histogram),
        _ => histogram.Range,
    };
}
