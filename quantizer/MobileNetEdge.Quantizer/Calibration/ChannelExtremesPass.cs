using System.Numerics;

namespace MobileNetEdge.Quantizer;

/// <summary>The largest magnitude of each channel, the innermost dimension, of each activation.</summary>
/// <param name="floorOf">What counts as the least value of an activation; null for none.</param>
internal sealed class ChannelMagnitudesPass(Func<Tensor, float>? floorOf = null) : ICalibrationPass<ChannelMagnitudesPass>
{
    private readonly Dictionary<Tensor, float[]> _magnitudes = [];

    /// <summary>The magnitudes by activation.</summary>
    public IReadOnlyDictionary<Tensor, float[]> Magnitudes => _magnitudes;

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values)
    {
        if (!_magnitudes.TryGetValue(tensor, out float[]? largest))
        {
            _magnitudes[tensor] = largest = new float[tensor.Shape.Rank == 0 ? 1 : tensor.Shape[^1]];
        }

        float floor = floorOf?.Invoke(tensor) ?? float.NegativeInfinity;
        for (int row = 0; row < values.Length; row += largest.Length)
        {
            ReadOnlySpan<float> channels = values.Slice(row, largest.Length);
            int c = 0;
            for (; c <= largest.Length - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector.Max(new Vector<float>(largest, c), Vector.Abs(Vector.Max(new Vector<float>(floor), new Vector<float>(channels[c..])))).CopyTo(largest, c);
            }

            for (; c < largest.Length; c++)
            {
                largest[c] = Math.Max(largest[c], Math.Abs(Math.Max(floor, channels[c])));
            }
        }
    }

    /// <inheritdoc/>
    public void Add(ChannelMagnitudesPass other)
    {
        foreach ((Tensor tensor, float[] magnitudes) in other._magnitudes)
        {
            _magnitudes[tensor] = _magnitudes.TryGetValue(tensor, out float[]? sum) ? [.. sum.Zip(magnitudes, Math.Max)] : magnitudes;
        }
    }
}
