namespace MobileNetEdge.Quantizer;

/// <summary>What calibration saw of one activation.</summary>
/// <param name="Histogram">How often values fell where.</param>
public sealed record TensorStatistics(Histogram Histogram)
{
    /// <summary>The smallest and the largest value.</summary>
    public ValueRange Extremes => Histogram.Range;
}
