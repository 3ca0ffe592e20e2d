namespace MobileNetEdge.Quantizer.Passes;

/// <summary>A layer and those that read it, and the channels between them that <see cref="EqualizeLayers"/> scales.</summary>
/// <param name="first">The layer that writes the channels.</param>
/// <param name="readers">The layers that read them.</param>
/// <param name="between">Every tensor in between whose channels are scaled.</param>
/// <param name="magnitudes">The largest magnitude of each channel of the first layer's output; null to go by its weights.</param>
/// <param name="channels">How many channels there are.</param>
internal sealed class EqualizedPair(
    EqualizedLayer first, IReadOnlyList<EqualizedLayer> readers, IReadOnlyList<Tensor> between, double[]? magnitudes, int channels)
{
    /// <summary>No channel is divided or multiplied by more, all rounds together.</summary>
    private const double MaxScale = 1e3;

    /// <summary>A channel whose range is a smaller share of its layer's is dead, and stays as it is.</summary>
    private const double DeadShare = 1e-6;

    private readonly double[] _divisors = [.. Enumerable.Repeat(1.0, channels)];

    /// <summary>The layer that writes the channels.</summary>
    public EqualizedLayer First => first;

    /// <summary>The layers that read them.</summary>
    public IReadOnlyList<EqualizedLayer> Readers => readers;

    /// <summary>Every tensor in between whose channels are scaled.</summary>
    public IReadOnlyList<Tensor> Between => between;

    /// <summary>Whether any channel has been scaled.</summary>
    public bool HasChanged => Array.Exists(_divisors, divisor => divisor != 1);

    /// <summary>
    /// Gives what is written and what reads it the same range r = √(r1 r2) in each channel: the first's is divided by s = √(r1 / r2). A
    /// depthwise convolution has a weight scale for each channel, so there the channels get the same range throughout.
    /// </summary>
    /// <returns>The largest of |s - 1|.</returns>
    public double Equalize()
    {
        double[] before = magnitudes is null ? First.OutputRanges(channels) : [.. magnitudes.Zip(_divisors, (m, d) => m / d)];
        double[] after = ReaderRanges();
        double largest = before.Max();
        bool isFree = magnitudes is not null && readers.All(reader => reader.Step is DepthwiseConv2D);
        double deadBefore = largest * DeadShare;
        double deadAfter = after.Max() * DeadShare;
        double[] divisors = new double[channels];
        double change = 0;
        for (int c = 0; c < channels; c++)
        {
            double wanted = isFree ? before[c] / largest : Math.Sqrt(before[c] / after[c]);
            divisors[c] = before[c] > deadBefore && after[c] > deadAfter ? Limited(c, wanted) : 1;
            change = Math.Max(change, Math.Abs(divisors[c] - 1));
            _divisors[c] *= divisors[c];
        }

        First.DivideOutputs(divisors);
        foreach (EqualizedLayer reader in readers)
        {
            reader.MultiplyInputs(divisors);
        }

        return change;
    }

    private double[] ReaderRanges()
    {
        double[] ranges = new double[channels];
        foreach (EqualizedLayer reader in readers)
        {
            double[] own = reader.InputRanges(channels);
            for (int c = 0; c < channels; c++)
            {
                ranges[c] = Math.Max(ranges[c], own[c]);
            }
        }

        return ranges;
    }

    private double Limited(int channel, double divisor)
    {
        double total = Math.Clamp(_divisors[channel] * divisor, 1 / MaxScale, MaxScale);
        return double.IsFinite(total) ? total / _divisors[channel] : 1;
    }
}
