using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>QUANTIZE from float: round(x / S), halves away from zero, plus the zero point, clamped; not-a-number becomes real 0.</summary>
internal sealed class QuantizeReference(QuantizationParameters quantization, Operand input, ArenaSlice output) : PreparedOperator
{
    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<float> source = input.Read<float>(share.Arena);
        Span<sbyte> destination = share.Arena.Int8(output);
        for (int i = 0; i < source.Length; i++)
        {
            float steps = MathF.Round(source[i] / quantization.Scale, MidpointRounding.AwayFromZero);
            destination[i] = float.IsNaN(steps)
                ? (sbyte)quantization.ZeroPoint
                : (sbyte)Math.Clamp(steps + quantization.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        }
    }
}
