namespace MobileNetEdge.Quantizer.Passes;

/// <summary>The largest magnitudes that the channels of some tensors were seen with, and which of them a RELU6 clips.</summary>
internal sealed class ChannelMagnitudes
{
    /// <summary>The bound of RELU6, less what rounding may take away.</summary>
    private const double Bound = 6 * (1 - 1e-4);

    private readonly double[] _relative;
    private readonly bool[] _clips;

    private ChannelMagnitudes(int channels)
    {
        _relative = new double[channels];
        _clips = new bool[channels];
    }

    /// <summary>Gathers what is known of tensors whose channels are scaled together.</summary>
    /// <param name="reach">The tensors.</param>
    /// <param name="channels">How many channels they have.</param>
    /// <param name="magnitudesOf">The largest magnitude of each channel of a tensor, or null.</param>
    /// <returns>Null where nothing is known of one of them.</returns>
    public static ChannelMagnitudes? Of(ScaledReach reach, int channels, Func<Tensor, float[]?> magnitudesOf)
    {
        ChannelMagnitudes magnitudes = new(channels);
        foreach (Tensor tensor in reach.Tensors.Where(tensor => tensor.Shape.Rank == reach.Tensors[0].Shape.Rank))
        {
            if (magnitudesOf(tensor) is not { } own)
            {
                return null;
            }

            magnitudes.Add(own);
        }

        foreach (WeightedLayer writer in reach.Writers.Where(writer => writer.Activation == FusedActivation.Relu6))
        {
            float[] own = magnitudesOf(writer.Output)!;
            for (int c = 0; c < channels; c++)
            {
                magnitudes._clips[c] |= own[c] >= Bound;
            }
        }

        return magnitudes;
    }

    /// <summary>Whether a clamp has been seen to cut the channel off, so that it has no law of scaling.</summary>
    public bool Clips(int channel) => _clips[channel];

    /// <summary>The magnitudes relative to each tensor's largest, after the channels were divided.</summary>
    public double[] DividedBy(double[] divisors) => [.. _relative.Zip(divisors, (magnitude, divisor) => magnitude / divisor)];

    private void Add(float[] own)
    {
        double largest = own.Max();
        for (int c = 0; c < own.Length && largest > 0; c++)
        {
            _relative[c] = Math.Max(_relative[c], own[c] / largest);
        }
    }
}
