namespace MobileNetEdge.Quantizer;

/// <summary>An interval of reals.</summary>
/// <param name="Min">Its lower end.</param>
/// <param name="Max">Its upper end, not below <paramref name="Min"/>.</param>
public readonly record struct ValueRange(float Min, float Max)
{
    /// <summary>The interval that holds nothing: any union with it is the other interval.</summary>
    public static ValueRange Empty { get; } = new(float.PositiveInfinity, float.NegativeInfinity);

    /// <summary>The smallest interval that holds both.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>The reals between the least and the largest that int8 can stand for.</summary>
    public static ValueRange OfInt8(QuantizationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new(
            parameters.Scale * (sbyte.MinValue - parameters.ZeroPoint), parameters.Scale * (sbyte.MaxValue - parameters.ZeroPoint));
    }

    /// <summary>The interval with each end moved away from 0 by a share of its own distance from there.</summary>
    public ValueRange Widened(double share)
    {
        return new((float)(Min < 0 ? Min * (1 + share) : Min), (float)(Max > 0 ? Max * (1 + share) : Max));
    }

    /// <summary>The asymmetric int8 quantization of the interval, widened to hold 0, which must be exact.</summary>
    /// <remarks>TensorFlow Lite 8-bit quantization specification: int8, one scale and zero point a tensor.</remarks>
    public QuantizationParameters ToInt8()
    {
        const int Steps = 255;
        double min = Math.Min(Min, 0);
        double max = Math.Max(Max, 0);
        float scale = (float)((max - min) / Steps);
        if (!QuantizationParameters.IsScale(scale) || scale < MinScale)
        {
            // Nothing but zero was ever seen; any scale represents that.
            return new QuantizationParameters(1f / Steps, sbyte.MinValue);
        }

        double zeroPoint = Math.Round(sbyte.MinValue - min / scale, MidpointRounding.AwayFromZero);
        return new QuantizationParameters(scale, (int)Math.Clamp(zeroPoint, sbyte.MinValue, sbyte.MaxValue));
    }

    /// <summary>Below this, products of scales would leave the normal floats.</summary>
    private const float MinScale = 1e-12f;
}
