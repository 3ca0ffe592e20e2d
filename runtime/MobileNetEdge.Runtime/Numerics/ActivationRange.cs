namespace MobileNetEdge.Runtime.Numerics;

/// <summary>The clamp of an int8 result, numerics.md equation (9).</summary>
/// <param name="Min">Smallest value stored.</param>
/// <param name="Max">Largest value stored.</param>
internal readonly record struct ActivationRange(int Min, int Max)
{
    /// <summary>The clamp that a fused activation means under an output's quantization.</summary>
    public static ActivationRange Of(FusedActivation activation, QuantizationParameters output)
    {
        int Quantize(double real)
        {
            double value = Math.Round(real / output.Scale, MidpointRounding.AwayFromZero) + output.ZeroPoint;
            return (int)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue);
        }

        return activation switch
        {
            FusedActivation.Relu => new(Quantize(0), sbyte.MaxValue),
            FusedActivation.Relu6 => new(Quantize(0), Quantize(6)),
            FusedActivation.ReluN1To1 => new(Quantize(-1), Quantize(1)),
            _ => new(sbyte.MinValue, sbyte.MaxValue),
        };
    }
}
