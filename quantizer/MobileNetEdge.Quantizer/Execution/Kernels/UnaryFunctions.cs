using System.Numerics;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A function of one argument, applied to each element of a vector.</summary>
internal interface IUnaryFunction
{
    /// <summary>The function's values.</summary>
    Vector<float> Apply(Vector<float> x);
}

/// <summary>x.</summary>
internal readonly struct IdentityFunction : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x) => x;
}

/// <summary>min(max(x, Min), Max): every activation that operators fuse, and CLIP.</summary>
/// <param name="Min">The lower bound, perhaps -∞.</param>
/// <param name="Max">The upper bound, perhaps ∞.</param>
internal readonly record struct ClampFunction(float Min, float Max) : IUnaryFunction
{
    /// <summary>The bounds of a fused activation.</summary>
    public static ClampFunction Of(FusedActivation activation)
    {
        return activation switch
        {
            FusedActivation.Relu => new(0, float.PositiveInfinity),
            FusedActivation.ReluN1To1 => new(-1, 1),
            FusedActivation.Relu6 => new(0, 6),
            _ => new(float.NegativeInfinity, float.PositiveInfinity),
        };
    }

    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x) => Simd.Clamp(x, new(Min), new(Max));
}

/// <summary>min(max(Factor x, Min), Max): a mean from its sum.</summary>
internal readonly record struct ScaleFunction(float Factor, ClampFunction Clamp) : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x) => Clamp.Apply(x * Factor);
}

/// <summary>min(max(Alpha x + Beta, 0), 1).</summary>
internal readonly record struct HardSigmoidFunction(float Alpha, float Beta) : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x) => Simd.Clamp(x * Alpha + new Vector<float>(Beta), Vector<float>.Zero, Vector<float>.One);
}

/// <summary>x for x of 0 or more, else Alpha x.</summary>
internal readonly record struct LeakyReluFunction(float Alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), x * Alpha, x);
}

/// <summary>x min(max(x + 3, 0), 6) / 6.</summary>
internal readonly struct HardSwishFunction : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x)
    {
        return x * Simd.Clamp(x + new Vector<float>(3), Vector<float>.Zero, new(6)) / new Vector<float>(6);
    }
}

/// <summary>1 where Min &lt; x &lt; Max, else 0.</summary>
internal readonly record struct WithinFunction(float Min, float Max) : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x)
    {
        Vector<int> isInside = Vector.GreaterThan(x, new Vector<float>(Min)) & Vector.LessThan(x, new Vector<float>(Max));
        return Vector.ConditionalSelect(isInside, Vector<float>.One, Vector<float>.Zero);
    }
}

/// <summary>0 up to -3, 1 from 3 on, (2x + 3) / 6 between.</summary>
internal readonly struct HardSwishSlopeFunction : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x)
    {
        Vector<float> inside = (x * 2 + new Vector<float>(3)) / new Vector<float>(6);
        Vector<float> above = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(3)), inside, Vector<float>.One);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(-3)), above, Vector<float>.Zero);
    }
}

/// <summary>1 / (1 + e^-x).</summary>
internal readonly struct LogisticFunction : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));
}

/// <summary>tanh x, as sign(x) (1 - 2 / (e^(2|x|) + 1)): exact to some units of 2^-24.</summary>
internal readonly struct TanhFunction : IUnaryFunction
{
    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x)
    {
        Vector<float> power = Vector.Exp(Vector.Abs(x) * 2);
        Vector<float> magnitude = Vector<float>.One - new Vector<float>(2) / (power + Vector<float>.One);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -magnitude, magnitude);
    }
}

/// <summary>S floor(x / S + 1/2), within the reals that int8 can stand for.</summary>
/// <param name="Scale">S.</param>
/// <param name="Range">The least and the largest of these reals.</param>
internal readonly record struct RoundingFunction(float Scale, ClampFunction Range) : IUnaryFunction
{
    private readonly float _inverse = 1 / Scale;

    /// <summary>The rounding of a tensor with one scale and zero point.</summary>
    public static RoundingFunction Of(QuantizationParameters parameters)
    {
        ValueRange range = ValueRange.OfInt8(parameters);
        return new(parameters.Scale, new ClampFunction(range.Min, range.Max));
    }

    /// <inheritdoc/>
    public Vector<float> Apply(Vector<float> x)
    {
        return Range.Apply(Vector.Floor(x * _inverse + new Vector<float>(0.5f)) * Scale);
    }
}
