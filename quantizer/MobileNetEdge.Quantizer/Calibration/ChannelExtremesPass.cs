using System.Numerics;

namespace MobileNetEdge.Quantizer;

/// <summary>The least and the largest value of each channel, the innermost dimension, of each activation.</summary>
internal sealed class ChannelExtremesPass : ICalibrationPass<ChannelExtremesPass>
{
    private readonly Dictionary<Tensor, ChannelExtremes> _extremes = [];

    /// <summary>The extremes by activation.</summary>
    public IReadOnlyDictionary<Tensor, ChannelExtremes> Extremes => _extremes;

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values)
    {
        if (!_extremes.TryGetValue(tensor, out ChannelExtremes? seen))
        {
            _extremes[tensor] = seen = new ChannelExtremes(tensor.Shape.Rank == 0 ? 1 : tensor.Shape[^1]);
        }

        (float[] lowest, float[] highest) = (seen.Lowest, seen.Highest);
        for (int row = 0; row < values.Length; row += lowest.Length)
        {
            ReadOnlySpan<float> channels = values.Slice(row, lowest.Length);
            int c = 0;
            for (; c <= lowest.Length - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> some = new(channels[c..]);
                Vector.Min(new Vector<float>(lowest, c), some).CopyTo(lowest, c);
                Vector.Max(new Vector<float>(highest, c), some).CopyTo(highest, c);
            }

            for (; c < lowest.Length; c++)
            {
                lowest[c] = Math.Min(lowest[c], channels[c]);
                highest[c] = Math.Max(highest[c], channels[c]);
            }
        }
    }

    /// <inheritdoc/>
    public void Add(ChannelExtremesPass other)
    {
        foreach ((Tensor tensor, ChannelExtremes extremes) in other._extremes)
        {
            _extremes[tensor] = _extremes.TryGetValue(tensor, out ChannelExtremes? seen) ? seen.Union(extremes) : extremes;
        }
    }
}
