namespace MobileNetEdge.Quantizer;

/// <summary>Histograms between extremes that are known.</summary>
internal sealed class HistogramPass(ExtremesPass extremes) : ICalibrationPass<HistogramPass>
{
    private readonly Dictionary<Tensor, Histogram> _histograms = [];

    /// <summary>The histogram of each activation.</summary>
    public IReadOnlyDictionary<Tensor, Histogram> Histograms => _histograms;

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values)
    {
        if (!_histograms.TryGetValue(tensor, out Histogram? histogram))
        {
            _histograms[tensor] = histogram = new(extremes.Range(tensor));
        }

        histogram.Add(values);
    }

    /// <inheritdoc/>
    public void Add(HistogramPass other)
    {
        foreach ((Tensor tensor, Histogram histogram) in other._histograms)
        {
            if (_histograms.TryGetValue(tensor, out Histogram? sum))
            {
                sum.Add(histogram);
            }
            else
            {
                _histograms.Add(tensor, histogram);
            }
        }
    }
}
