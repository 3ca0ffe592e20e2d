using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>The smallest and the largest value of each activation.</summary>
internal sealed class ExtremesPass : ICalibrationPass<ExtremesPass>
{
    private readonly Dictionary<Tensor, ValueRange> _ranges = [];

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values) => Add(tensor, Extremes(values));

    /// <inheritdoc/>
    public void Add(ExtremesPass other)
    {
        foreach ((Tensor tensor, ValueRange range) in other._ranges)
        {
            Add(tensor, range);
        }
    }

    /// <summary>The extremes of an activation.</summary>
    public ValueRange Range(Tensor tensor) => _ranges[tensor];

    /// <exception cref="CalibrationException">An activation was infinite or not a number.</exception>
    public void RequireFinite()
    {
        foreach ((Tensor tensor, ValueRange range) in _ranges)
        {
            if (!float.IsFinite(range.Min) || !float.IsFinite(range.Max))
            {
                throw new CalibrationException($"{tensor} becomes infinite or not a number on the calibration inputs; look at the weights before it");
            }
        }
    }

    private void Add(Tensor tensor, ValueRange range)
    {
        _ranges[tensor] = _ranges.TryGetValue(tensor, out ValueRange sum) ? sum.Union(range) : range;
    }

    /// <summary>The extremes; no numbers if a value is none.</summary>
    private static ValueRange Extremes(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> least = new(float.PositiveInfinity);
        Vector<float> most = new(float.NegativeInfinity);
        foreach (Vector<float> vector in vectors)
        {
            least = Vector.Min(least, vector);
            most = Vector.Max(most, vector);
        }

        (float min, float max) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            (min, max) = (Math.Min(min, least[i]), Math.Max(max, most[i]));
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        }

        return new ValueRange(min, max);
    }
}
