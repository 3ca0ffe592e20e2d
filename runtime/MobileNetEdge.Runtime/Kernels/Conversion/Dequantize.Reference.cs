using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>DEQUANTIZE to float: S (q - Z).</summary>
internal sealed class DequantizeReference(QuantizationParameters quantization, Operand input, ArenaSlice output) : PreparedOperator
{
    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = input.Read<sbyte>(share.Arena);
        Span<float> destination = share.Arena.Span<float>(output);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = quantization.Scale * (source[i] - quantization.ZeroPoint);
        }
    }
}
