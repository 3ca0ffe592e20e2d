namespace MobileNetEdge.Quantizer.Passes;

/// <summary>Layers, those that read them, and the channels between them that <see cref="EqualizeLayers"/> scales.</summary>
/// <param name="writers">The layers that write the channels.</param>
/// <param name="readers">The layers that read them.</param>
/// <param name="between">Every tensor in between whose channels are scaled.</param>
/// <param name="magnitudes">What is known of the channels' values; null to go by the weights.</param>
/// <param name="channels">How many channels there are.</param>
internal sealed class EqualizedPair(
    IReadOnlyList<EqualizedLayer> writers,
    IReadOnlyList<EqualizedLayer> readers,
    IReadOnlyList<Tensor> between,
    ChannelMagnitudes? magnitudes,
    int channels)
{
    /// <summary>No channel is divided or multiplied by more, all rounds together.</summary>
    private const double MaxScale = 1e3;

    /// <summary>A channel whose range is a smaller share of its layer's is dead, and stays as it is.</summary>
    private const double DeadShare = 1e-6;

    private readonly double[] _divisors = [.. Enumerable.Repeat(1.0, channels)];

    /// <summary>The layers that write the channels.</summary>
    public IReadOnlyList<EqualizedLayer> Writers => writers;

    /// <summary>The layers that read them.</summary>
    public IReadOnlyList<EqualizedLayer> Readers => readers;

    /// <summary>Every tensor in between whose channels are scaled.</summary>
    public IReadOnlyList<Tensor> Between => between;

    /// <summary>Whether any channel has been scaled.</summary>
    public bool HasChanged => Array.Exists(_divisors, divisor => divisor != 1);

    /// <summary>
    /// Gives what is written and what reads it ranges that are closer: a channel of ranges r1 and r2 is divided by s = r1^a / r2^(1 - a).
    /// By weights a is 1/2, which makes both √(r1 r2). A depthwise convolution has a weight scale for each channel, so there a is 1.
    /// </summary>
    /// <returns>The largest of |s - 1|.</returns>
    public double Equalize()
    {
        double[] before = magnitudes is null ? Ranges(writers, writer => writer.OutputRanges(channels)) : magnitudes.DividedBy(_divisors);
        double[] after = Ranges(readers, reader => reader.InputRanges(channels));
        double share = magnitudes is null ? 0.5 : readers.All(reader => reader.Step is DepthwiseConv2D) ? 1 : ActivationShare;
        bool[] isFree = [.. before.Select((range, c) =>
            range > before.Max() * DeadShare && after[c] > after.Max() * DeadShare && magnitudes?.Clips(c) != true)];
        double[] wanted = [.. before.Select((range, c) => isFree[c] ? Math.Pow(range, share) / Math.Pow(after[c], 1 - share) : 1)];
        if (magnitudes is not null)
        {
            KeepLargest(wanted, before, isFree);
        }

        double[] divisors = [.. wanted.Select((divisor, c) => isFree[c] ? Limited(c, divisor) : 1)];
        Apply(divisors);
        return divisors.Max(divisor => Math.Abs(divisor - 1));
    }

    /// <summary>The part that the ranges of activations have in the choice, where the readers' weights share a scale over the channels.</summary>
    internal static double ActivationShare { get; set; } = 0.75;

    /// <summary>Scales all divisors so that the largest activation stays as large as it is: no clamp comes nearer.</summary>
    private static void KeepLargest(double[] divisors, double[] ranges, bool[] isFree)
    {
        double most = 0;
        for (int c = 0; c < divisors.Length; c++)
        {
            most = isFree[c] ? Math.Max(most, ranges[c] / divisors[c]) : most;
        }

        double factor = most / ranges.Max();
        for (int c = 0; c < divisors.Length && factor > 0; c++)
        {
            divisors[c] *= factor;
        }
    }

    private void Apply(double[] divisors)
    {
        for (int c = 0; c < divisors.Length; c++)
        {
            _divisors[c] *= divisors[c];
        }

        foreach (EqualizedLayer writer in writers)
        {
            writer.DivideOutputs(divisors);
        }

        foreach (EqualizedLayer reader in readers)
        {
            reader.MultiplyInputs(divisors);
        }
    }

    private double[] Ranges(IReadOnlyList<EqualizedLayer> layers, Func<EqualizedLayer, double[]> rangesOf)
    {
        double[] ranges = new double[channels];
        foreach (double[] own in layers.Select(rangesOf))
        {
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
