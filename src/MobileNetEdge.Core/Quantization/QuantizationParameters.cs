using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>How stored integers stand for reals: <c>r = S (q - Z)</c>, numerics.md equation (1).</summary>
/// <remarks>
/// One scale and zero point serve the whole tensor, or one pair serves each index of dimension <see cref="Axis"/>.
/// Scales are positive and finite.
/// </remarks>
public sealed class QuantizationParameters
{
    /// <summary>Creates per-tensor parameters.</summary>
    /// <exception cref="ArgumentException">The scale is not positive and finite.</exception>
    public QuantizationParameters(float scale, int zeroPoint)
        : this([scale], [zeroPoint], axis: 0)
    {
    }

    /// <summary>Creates per-channel parameters, or per-tensor ones where there is one scale.</summary>
    /// <param name="scales">One scale a channel.</param>
    /// <param name="zeroPoints">One zero point a channel.</param>
    /// <param name="axis">The dimension that counts the channels.</param>
    /// <exception cref="ArgumentException">A scale is not positive and finite, or the counts differ or are zero.</exception>
    public QuantizationParameters(ImmutableArray<float> scales, ImmutableArray<int> zeroPoints, int axis)
    {
        if (scales.IsDefaultOrEmpty || zeroPoints.IsDefault || scales.Length != zeroPoints.Length)
        {
            throw new ArgumentException("there must be as many scales as zero points, and at least one", nameof(scales));
        }

        foreach (float scale in scales)
        {
            if (!IsScale(scale))
            {
                throw new ArgumentException($"a scale is positive and finite, not {scale}", nameof(scales));
            }
        }

        Scales = scales;
        ZeroPoints = zeroPoints;
        Axis = axis;
    }

    /// <summary>One scale, or one for each channel.</summary>
    public ImmutableArray<float> Scales { get; }

    /// <summary>The integers that stand for real 0, as many as <see cref="Scales"/>.</summary>
    public ImmutableArray<int> ZeroPoints { get; }

    /// <summary>The dimension that counts the channels; meaningless where <see cref="IsPerChannel"/> is false.</summary>
    public int Axis { get; }

    /// <summary>Whether channels have scales of their own.</summary>
    public bool IsPerChannel => Scales.Length > 1;

    /// <summary>The scale of a per-tensor quantization, or of channel 0.</summary>
    public float Scale => Scales[0];

    /// <summary>The zero point of a per-tensor quantization, or of channel 0.</summary>
    public int ZeroPoint => ZeroPoints[0];

    /// <summary>Whether a number can be a scale.</summary>
    public static bool IsScale(float scale) => scale > 0 && float.IsFinite(scale);

    /// <summary>Whether both map integers to the same reals.</summary>
    public bool SameAs(QuantizationParameters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Scales.AsSpan().SequenceEqual(other.Scales.AsSpan())
            && ZeroPoints.AsSpan().SequenceEqual(other.ZeroPoints.AsSpan())
            && (!IsPerChannel || Axis == other.Axis);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return IsPerChannel
            ? $"{Scales.Length} scales {Scales.Min():g6} to {Scales.Max():g6}"
            : $"scale {Scale:g6}, zero point {ZeroPoint}";
    }
}
