namespace MobileNetEdge.Quantizer;

/// <summary>The interval that each channel of an activation was seen in; 0 is always part of it.</summary>
internal sealed class ChannelExtremes
{
    /// <summary>Shares that the negative part of an int8 range may have of the positive one.</summary>
    private static readonly float[] NegativeShares = [1, 0.7f, 0.5f, 0.35f, 0.25f, 0.18f, 0.125f];

    /// <summary>Channels that have only been seen to be 0.</summary>
    public ChannelExtremes(int channels)
        : this(new float[channels], new float[channels])
    {
    }

    private ChannelExtremes(float[] lowest, float[] highest)
    {
        (Lowest, Highest) = (lowest, highest);
    }

    /// <summary>The least value of each channel, at most 0.</summary>
    public float[] Lowest { get; }

    /// <summary>The largest value of each channel, at least 0.</summary>
    public float[] Highest { get; }

    /// <summary>The largest magnitude of each channel.</summary>
    public float[] Magnitudes => Weighted(float.NegativeInfinity, 1);

    /// <summary>
    /// What a range [-p u, u] has to be for each channel, as u: the larger of its largest value and of its least one, above a floor, over p.
    /// Of some p the one is taken whose steps, (1 + p) u for each channel, have the least sum of squares: where channels are far out on the
    /// positive side only, those that lie at the floor need not get as many steps below 0 as above.
    /// </summary>
    /// <param name="floor">Values below are the same as it.</param>
    public float[] MagnitudesAbove(float floor)
    {
        float share = NegativeShares.MinBy(p => Weighted(floor, 1 / p).Sum(u => Math.Pow((1.0 + p) * u, 2)));
        return Weighted(floor, 1 / share);
    }

    /// <summary>The intervals that hold both.</summary>
    public ChannelExtremes Union(ChannelExtremes other)
    {
        return new ChannelExtremes([.. Lowest.Zip(other.Lowest, Math.Min)], [.. Highest.Zip(other.Highest, Math.Max)]);
    }

    private float[] Weighted(float floor, float weight)
    {
        return [.. Lowest.Zip(Highest, (low, high) => Math.Max(high, -Math.Max(low, floor) * weight))];
    }
}
