using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>A group of activations while it is decided how often each channel is there.</summary>
/// <param name="group">The group.</param>
/// <param name="errors">The error that each channel causes when it is there once; a k-th of it with k copies.</param>
internal sealed class CandidateSplit(ChannelGroup group, double[] errors)
{
    private readonly int[] _counts = [.. Enumerable.Repeat(1, errors.Length)];

    /// <summary>The group.</summary>
    public ChannelGroup Group => group;

    /// <summary>Whether a channel is there more than once.</summary>
    public bool HasCopies => _counts.Any(count => count > 1);

    /// <summary>The error that some more copies, of the channels where they help most, would remove.</summary>
    public double Gain(int copies) => Grow((int[])_counts.Clone(), copies);

    /// <summary>Adds copies where they help most.</summary>
    public void Add(int copies) => Grow(_counts, copies);

    /// <summary>The channels, the originals first.</summary>
    public ChannelCopies ToCopies()
    {
        IEnumerable<int> originals = Enumerable.Range(0, errors.Length);
        return new ChannelCopies([.. originals, .. originals.SelectMany(channel => Enumerable.Repeat(channel, _counts[channel] - 1))]);
    }

    private double Grow(int[] counts, int copies)
    {
        double gain = 0;
        for (int i = 0; i < copies; i++)
        {
            int channel = Enumerable.Range(0, errors.Length).MaxBy(c => Saved(c, counts[c]));
            gain += Saved(channel, counts[channel]++);
        }

        return gain;
    }

    private double Saved(int channel, int count) => errors[channel] / count / (count + 1);
}
