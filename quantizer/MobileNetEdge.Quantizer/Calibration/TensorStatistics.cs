namespace MobileNetEdge.Quantizer;

/// <summary>What calibration saw of one activation.</summary>
public sealed class TensorStatistics
{
    internal TensorStatistics(Histogram histogram, double[] channelMeans)
    {
        Histogram = histogram;
        ChannelMeans = channelMeans;
    }

    /// <summary>The smallest and the largest value.</summary>
    public ValueRange Extremes => Histogram.Range;

    /// <summary>How often values fell where.</summary>
    public Histogram Histogram { get; }

    /// <summary>The mean of each channel, the innermost dimension.</summary>
    public IReadOnlyList<double> ChannelMeans { get; }
}
