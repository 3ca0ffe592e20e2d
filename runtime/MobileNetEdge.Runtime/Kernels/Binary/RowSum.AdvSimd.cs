using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>ADD and SUB in registers, numerics.md equation (15).</summary>
/// <remarks>
/// 16 elements at a time:
/// <code>
///   a, b              int8    × 16
///   a - Za, b - Zb    int16   × 8 × 2   SSUBL, SSUBL2
///   products, sum     int32   × 4 × 4   SMULL, SMLAL
///   rounded shift     int16   × 8 × 2   SQRSHRN
///   result            int8    × 16
/// </code>
/// Sums stay below 2²⁴, so a small shift may leave more than 16 bits; saturating there is exact, for
/// such a value clamps with any zero point.
/// </remarks>
internal sealed unsafe class RowSumAdvSimd<TShift, TStage>(SumArithmetic arithmetic) : RowBinary
    where TShift : struct, INeonShift
    where TStage : struct, INeonStage
{
    private const int Lanes = 16;

    private readonly NeonStageConstants _stage = new(arithmetic.Output);

    /// <inheritdoc/>
    public override void Run(sbyte* a, sbyte* b, sbyte* destination, nint count)
    {
        nint vectors = count & -Lanes;
        RunVectors(a, b, destination, vectors);
        for (nint i = vectors; i < count; i++)
        {
            destination[i] = arithmetic.Apply(a[i], b[i]);
        }
    }

    private void RunVectors(sbyte* a, sbyte* b, sbyte* destination, nint count)
    {
        Vector64<sbyte> zeroPointA = Vector64.Create((sbyte)arithmetic.ZeroPointA);
        Vector64<sbyte> zeroPointB = Vector64.Create((sbyte)arithmetic.ZeroPointB);
        Vector128<sbyte> zeroPointA2 = Vector128.Create((sbyte)arithmetic.ZeroPointA);
        Vector128<sbyte> zeroPointB2 = Vector128.Create((sbyte)arithmetic.ZeroPointB);
        Vector128<short> factorA = Vector128.Create((short)arithmetic.FactorA);
        Vector128<short> factorB = Vector128.Create((short)arithmetic.FactorB);
        Vector128<int> shift = Vector128.Create(-arithmetic.Shift);
        NeonStageConstants stage = _stage;
        for (; count > 0; count -= Lanes)
        {
            Vector128<sbyte> x = Vector128.Load(a);
            Vector128<sbyte> y = Vector128.Load(b);
            a += Lanes;
            b += Lanes;
            Vector128<short> upper = Weigh(
                AdvSimd.SubtractWideningUpper(x, zeroPointA2), AdvSimd.SubtractWideningUpper(y, zeroPointB2), factorA, factorB, shift);
            Vector128<short> lower = Weigh(
                AdvSimd.SubtractWideningLower(x.GetLower(), zeroPointA), AdvSimd.SubtractWideningLower(y.GetLower(), zeroPointB),
                factorA, factorB, shift);
            TStage.Store(lower, upper, stage).Store(destination);
            destination += Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Weigh(
        Vector128<short> a, Vector128<short> b, Vector128<short> factorA, Vector128<short> factorB, Vector128<int> shift)
    {
        Vector128<int> upper = AdvSimd.MultiplyWideningUpper(a, factorA);
        upper = AdvSimd.MultiplyWideningUpperAndAdd(upper, b, factorB);
        Vector128<int> lower = AdvSimd.MultiplyBySelectedScalarWideningLower(a.GetLower(), factorA, 0);
        lower = AdvSimd.MultiplyBySelectedScalarWideningLowerAndAdd(lower, b.GetLower(), factorB, 0);
        return TShift.Narrow(lower, upper, shift);
    }
}

/// <summary>The rounded shift of equation (15) of numerics.md, to 16 bits with saturation.</summary>
internal interface INeonShift
{
    /// <summary>Shifts and narrows.</summary>
    /// <param name="lower">The first four sums.</param>
    /// <param name="upper">The last four.</param>
    /// <param name="shift">The shift, negative.</param>
    static abstract Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper, Vector128<int> shift);
}

/// <summary>A shift of 15, as where no factor reaches 1.</summary>
internal readonly struct NeonShift15 : INeonShift
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper, Vector128<int> shift)
    {
        Vector64<short> narrow = AdvSimd.ShiftRightArithmeticRoundedNarrowingSaturateLower(lower, 15);
        return AdvSimd.ShiftRightArithmeticRoundedNarrowingSaturateUpper(narrow, upper, 15);
    }
}

/// <summary>Any shift.</summary>
internal readonly struct NeonShiftAny : INeonShift
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper, Vector128<int> shift)
    {
        return NeonWideStage.Narrow(AdvSimd.ShiftArithmeticRounded(lower, shift), AdvSimd.ShiftArithmeticRounded(upper, shift));
    }
}
