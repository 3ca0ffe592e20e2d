using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The channels of an activation of which some are copies of others.</summary>
/// <remarks>
/// Copies that were equal would be rounded alike, and nothing would be won. So each is shifted by a part of a step: k copies of x, shifted by
/// (2j + 1 - k) / 2k steps, round to integers whose mean is x on a grid k times as fine, and the shifts add up to nothing.
/// </remarks>
internal sealed class ChannelCopies
{
    private readonly int[] _counts;
    private readonly int[] _ranks;

    /// <summary>Describes channels.</summary>
    /// <param name="sources">The original channel of each; the originals come first, in their order.</param>
    public ChannelCopies(ImmutableArray<int> sources)
    {
        Sources = sources;
        _counts = new int[sources.Length];
        _ranks = new int[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            _ranks[i] = _counts[sources[i]]++;
        }
    }

    /// <summary>The original channel of each channel.</summary>
    public ImmutableArray<int> Sources { get; }

    /// <summary>How many channels there are with the copies.</summary>
    public int Count => Sources.Length;

    /// <summary>What part of its original a channel stands for.</summary>
    public double ShareOf(int channel) => 1.0 / _counts[Sources[channel]];

    /// <summary>By how many steps a channel is shifted before it is rounded, less than half a step either way.</summary>
    public double ShiftOf(int channel)
    {
        int count = _counts[Sources[channel]];
        return (2.0 * _ranks[channel] + 1 - count) / (2 * count);
    }

    /// <summary>A value for each original, given to its copies.</summary>
    public double[] Gather(double[] values) => [.. Sources.Select(source => values[source])];

    /// <summary>Values of the channels, each replaced by the mean over its original's copies.</summary>
    public double[] Averaged(double[] values)
    {
        double[] means = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            means[Sources[i]] += values[i] * ShareOf(i);
        }

        return Gather(means);
    }
}
