namespace MobileNetEdge.Runtime.Numerics;

/// <summary>The multiplier that turns a sum of elements into their mean in the output's steps, numerics.md equation (17).</summary>
internal static class MeanFactor
{
    /// <summary>Input scale / (output scale × count).</summary>
    /// <exception cref="UnsupportedModelException">The scales are too far apart.</exception>
    public static FixedPointMultiplier Of(Operator step, Tensor input, Tensor output, int count)
    {
        double real = input.Quantization!.Scale / ((double)output.Quantization!.Scale * count);
        FixedPointMultiplier multiplier = real is > 0 and < 1 << 30 ? FixedPointMultiplier.FromReal(real) : default;
        return multiplier.Multiplier > 0 && multiplier.Fits(255L * count)
            ? multiplier
            : throw new UnsupportedModelException(step.ToString(), $"a factor of {real:g6} between its scales");
    }
}
