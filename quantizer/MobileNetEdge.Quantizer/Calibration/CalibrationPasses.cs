namespace MobileNetEdge.Quantizer;

/// <summary>What is gathered from one input, or from several added up.</summary>
internal interface ICalibrationPass
{
    /// <summary>Looks at an activation.</summary>
    void Observe(Tensor tensor, ReadOnlySpan<float> values);
}

/// <summary>Extremes and channel means.</summary>
/// <param name="clampOf">The interval that a tensor's values are clamped to before they count; null to take them as they are.</param>
internal sealed class ExtremesPass(Func<Tensor, ValueRange>? clampOf = null) : ICalibrationPass
{
    private readonly Dictionary<Tensor, Entry> _entries = [];

    /// <summary>The activations seen.</summary>
    public IEnumerable<Tensor> Tensors => _entries.Keys;

    /// <summary>How many inputs were added up.</summary>
    public int InputCount { get; private set; }

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values)
    {
        int channels = tensor.Shape.Rank == 0 ? 1 : tensor.Shape[^1];
        double[] sums = new double[channels];
        double[] magnitudes = new double[channels];
        ValueRange clamp = clampOf?.Invoke(tensor) ?? new ValueRange(float.NegativeInfinity, float.PositiveInfinity);
        ValueRange range = ValueRange.Empty;
        bool isFinite = true;
        for (int i = 0, channel = 0; i < values.Length; i++)
        {
            float value = Math.Clamp(values[i], clamp.Min, clamp.Max);
            range = new ValueRange(Math.Min(range.Min, value), Math.Max(range.Max, value));
            isFinite &= float.IsFinite(value);
            sums[channel] += value;
            magnitudes[channel] = Math.Max(magnitudes[channel], Math.Abs(value));
            channel = channel + 1 == channels ? 0 : channel + 1;
        }

        _entries[tensor] = new Entry(range, sums, magnitudes, isFinite);
    }

    /// <summary>Adds what one more input gave.</summary>
    public void Add(ExtremesPass other)
    {
        InputCount++;
        foreach ((Tensor tensor, Entry entry) in other._entries)
        {
            _entries[tensor] = _entries.TryGetValue(tensor, out Entry? sum) ? sum.Plus(entry) : entry;
        }
    }

    /// <summary>The extremes of an activation.</summary>
    public ValueRange Range(Tensor tensor) => _entries[tensor].Range;

    /// <summary>The largest magnitude of each channel of an activation.</summary>
    public double[] ChannelMagnitudes(Tensor tensor) => _entries[tensor].Magnitudes;

    /// <summary>The mean of each channel of an activation.</summary>
    public double[] ChannelMeans(Tensor tensor)
    {
        double[] sums = _entries[tensor].Sums;
        double count = (double)InputCount * tensor.Shape.ElementCount / sums.Length;
        return [.. sums.Select(sum => sum / count)];
    }

    /// <exception cref="CalibrationException">An activation was infinite or not a number.</exception>
    public void RequireFinite()
    {
        foreach ((Tensor tensor, Entry entry) in _entries)
        {
            if (!entry.IsFinite)
            {
                throw new CalibrationException($"{tensor} becomes infinite or not a number on the calibration inputs; look at the weights before it");
            }
        }
    }

    private sealed record Entry(ValueRange Range, double[] Sums, double[] Magnitudes, bool IsFinite)
    {
        public Entry Plus(Entry other)
        {
            return new Entry(
                Range.Union(other.Range),
                [.. Sums.Zip(other.Sums, (a, b) => a + b)],
                [.. Magnitudes.Zip(other.Magnitudes, Math.Max)],
                IsFinite && other.IsFinite);
        }
    }
}

/// <summary>Histograms between extremes that are known.</summary>
internal sealed class HistogramPass(ExtremesPass extremes) : ICalibrationPass
{
    private readonly Dictionary<Tensor, Histogram> _histograms = [];

    /// <summary>The histogram of each activation.</summary>
    public IReadOnlyDictionary<Tensor, Histogram> Histograms => _histograms;

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values)
    {
        Histogram histogram = new(extremes.Range(tensor));
        histogram.Add(values);
        _histograms.Add(tensor, histogram);
    }

    /// <summary>Adds what one more input gave.</summary>
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
