using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Products of pairs of elements, numerics.md equation (16), for small multipliers, all constants in registers.</summary>
/// <remarks>
/// 32 elements at a time; d are differences from the zero points, below 2^8, so that their products need 17 bits:
/// <code>
///   d_a d_b lower words    0 ... 7 | 8 ... 15        VPMULLW; upper words by VPMULHW
///   VPUNPCKLWD             0 1 2 3 | 8 9 10 11       dwords; high: 4 5 6 7 | 12 13 14 15
///   half steps             0 2 1 3 | 8 10 9 11              4 6 5 7 | 12 14 13 15
///   VPACKSSDW              0 2 1 3 4 6 5 7 | 8 10 9 11 12 14 13 15
///   VPACKSSWB, VPERMQ      0 2 1 3 4 6 5 7 8 10 9 11 12 14 13 15 | 16 18 17 19 ...
/// </code>
/// In 512-bit registers 32 elements are one register of words, and narrowing keeps their order.
/// </remarks>
internal static unsafe class RowPairsAvx2
{
    private const int Block = 32;
    private const int HalfBlock = 16;
    private const byte LanesInOrder = 0b11_01_10_00;

    /// <summary>Writes the products of whole blocks; the destination may be either source.</summary>
    /// <param name="arithmetic">Zero points.</param>
    /// <param name="constants">The requantizer's, all multipliers the same and small.</param>
    /// <param name="a">One factor of each pair.</param>
    /// <param name="b">The other.</param>
    /// <param name="destination">The products.</param>
    /// <param name="count">How many pairs there are.</param>
    /// <returns>How many have been done: all but less than a block.</returns>
    public static int Run(ProductArithmetic arithmetic, in Requantizer.Constants constants, sbyte* a, sbyte* b, sbyte* destination, int count)
    {
        int blocks = count & -Block;
        if (WideRequantizer.IsSupported)
        {
            RunWide(arithmetic, constants, a, b, destination, blocks);
        }
        else
        {
            RunNarrow(arithmetic, constants, a, b, destination, blocks);
        }

        return blocks;
    }

    private static void RunNarrow(
        ProductArithmetic arithmetic, Requantizer.Constants constants, sbyte* a, sbyte* b, sbyte* destination, nint count)
    {
        Vector256<short> zeroPointA = Vector256.Create((short)arithmetic.ZeroPointA);
        Vector256<short> zeroPointB = Vector256.Create((short)arithmetic.ZeroPointB);
        for (nint i = 0; i < count; i += Block)
        {
            Vector256<short> first = HalfSteps(
                constants, Avx2.ConvertToVector256Int16(a + i) - zeroPointA, Avx2.ConvertToVector256Int16(b + i) - zeroPointB);
            Vector256<short> second = HalfSteps(
                constants,
                Avx2.ConvertToVector256Int16(a + i + HalfBlock) - zeroPointA,
                Avx2.ConvertToVector256Int16(b + i + HalfBlock) - zeroPointB);
            Vector256<sbyte> results = Requantizer.Results<Requantizer.Clamped>(constants, first, second);
            InOrder(Avx2.Permute4x64(results.AsInt64(), LanesInOrder).AsSByte()).Store(destination + i);
        }
    }

    private static void RunWide(
        ProductArithmetic arithmetic, in Requantizer.Constants constants, sbyte* a, sbyte* b, sbyte* destination, nint count)
    {
        WideRequantizer.Stage stage = new(constants);
        WideRequantizer.Multipliers multipliers = new(constants, 0);
        Vector512<short> zeroPointA = Vector512.Create((short)arithmetic.ZeroPointA);
        Vector512<short> zeroPointB = Vector512.Create((short)arithmetic.ZeroPointB);
        for (nint i = 0; i < count; i += Block)
        {
            Vector512<short> x = Avx512BW.ConvertToVector512Int16(Vector256.Load(a + i)) - zeroPointA;
            Vector512<short> y = Avx512BW.ConvertToVector512Int16(Vector256.Load(b + i)) - zeroPointB;
            Vector512<short> lower = Avx512BW.MultiplyLow(x, y);
            Vector512<short> upper = Avx512BW.MultiplyHigh(x, y);
            Vector512<short> steps = Avx512BW.PackSignedSaturate(
                WideRequantizer.HalfSteps(Avx512BW.UnpackLow(lower, upper).AsInt32(), multipliers),
                WideRequantizer.HalfSteps(Avx512BW.UnpackHigh(lower, upper).AsInt32(), multipliers));
            steps = Avx512BW.ShiftRightArithmetic(Avx512BW.AddSaturate(steps, stage.Offset), 1);
            Vector256<sbyte> results = Avx512BW.ConvertToVector256SByteWithSaturation(steps);
            InOrder(Avx2.Min(Avx2.Max(results, stage.Min.GetLower()), stage.Max.GetLower())).Store(destination + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> HalfSteps(in Requantizer.Constants constants, Vector256<short> a, Vector256<short> b)
    {
        Vector256<short> lower = Avx2.MultiplyLow(a, b);
        Vector256<short> upper = Avx2.MultiplyHigh(a, b);
        return Avx2.PackSignedSaturate(
            Requantizer.HalfSteps<Requantizer.Clamped>(constants, 0, Avx2.UnpackLow(lower, upper).AsInt32()),
            Requantizer.HalfSteps<Requantizer.Clamped>(constants, 0, Avx2.UnpackHigh(lower, upper).AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> InOrder(Vector256<sbyte> results)
    {
        Vector128<sbyte> order = Vector128.Create(0x0705060403010200, 0x0F0D0E0C0B090A08).AsSByte();
        return Avx2.Shuffle(results, Vector256.Create(order, order));
    }
}
