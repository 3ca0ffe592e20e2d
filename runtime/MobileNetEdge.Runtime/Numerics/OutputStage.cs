namespace MobileNetEdge.Runtime.Numerics;

/// <summary>From an accumulator to a stored value: requantize, add the zero point, clamp; numerics.md equations (6) to (9).</summary>
/// <param name="ZeroPoint">The output's zero point.</param>
/// <param name="Range">The clamp.</param>
internal readonly record struct OutputStage(int ZeroPoint, ActivationRange Range)
{
    /// <summary>The stage of an operator that writes <paramref name="output"/>.</summary>
    public static OutputStage Of(FusedActivation activation, QuantizationParameters output)
    {
        return new(output.ZeroPoint, ActivationRange.Of(activation, output));
    }

    /// <summary>The value stored for an accumulator.</summary>
    public sbyte Apply(int accumulator, FixedPointMultiplier multiplier) => Store(multiplier.Apply(accumulator));

    /// <summary>The value stored for a result that is already in steps of the output.</summary>
    public sbyte Store(int steps)
    {
        return (sbyte)Math.Clamp((long)steps + ZeroPoint, Range.Min, Range.Max);
    }
}
