using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Chooses the NEON kernels of two-operand arithmetic.</summary>
internal static class BinaryRowsAdvSimd
{
    /// <summary>The largest |(a - Za)(b - Zb)|.</summary>
    private const int MaxProduct = 255 * 255;

    private static readonly ActivationRange Whole = new(sbyte.MinValue, sbyte.MaxValue);

    /// <summary>The kernel of an addition or subtraction.</summary>
    public static RowBinary Sum(SumArithmetic arithmetic)
    {
        return arithmetic.Shift == 15 ? Sum<NeonShift15>(arithmetic) : Sum<NeonShiftAny>(arithmetic);
    }

    /// <summary>The kernel of a product; null for factors of 128 and more, which no gate has.</summary>
    public static RowGate? Gate(ProductArithmetic arithmetic)
    {
        if (arithmetic.Multiplier.LeftShift > RowGateAdvSimd<NeonWideStage>.MaxLeftShift)
        {
            return null;
        }

        bool fits = Math.Abs(arithmetic.Multiplier.Apply(MaxProduct)) <= short.MaxValue;
        return fits && arithmetic.Output.Range == Whole
            ? new RowGateAdvSimd<NeonSignedStage>(arithmetic)
            : new RowGateAdvSimd<NeonWideStage>(arithmetic);
    }

    private static RowBinary Sum<TShift>(SumArithmetic arithmetic)
        where TShift : struct, INeonShift
    {
        return arithmetic.Output.Range == Whole
            ? new RowSumAdvSimd<TShift, NeonSignedStage>(arithmetic)
            : new RowSumAdvSimd<TShift, NeonClampedStage>(arithmetic);
    }
}
