using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The register tile of NEON without the dot product: up to 2 rows × 40 or 32 columns or 3 rows × 24, 16 or 8.</summary>
/// <remarks>
/// A vector of weights holds two pairs of activations' weights for each of four columns, and a pair of a row's activations is broadcast to
/// meet them. Two products, one of each half, fit 16 bits together; SADALP adds neighbours into the four columns' accumulators:
/// <code>
///   weights      c0k0 c0k1 c1k0 c1k1 c2k0 c2k1 c3k0 c3k1 | c0k2 c0k3 c1k2 c1k3 c2k2 c2k3 c3k2 c3k3
///   activations  k0   k1   k0   k1   k0   k1   k0   k1   | k2   k3   k2   k3   k2   k3   k2   k3
///                SMULL2 of the upper half, SMLAL of the lower: 8 × int16 = c0 c0 c1 c1 c2 c2 c3 c3
///                SADALP: 4 × int32 = c0 c1 c2 c3
///
///   2 × 40: 2 × 10 accumulators + 2 activations + 2 × 2 broadcast + 2 weights + 2 products = 30 registers
///   3 × 24: 3 × 6 accumulators + 3 activations + 3 × 2 broadcast + 2 weights + 3 products = 32 registers
/// </code>
/// </remarks>
internal static unsafe class AdvSimdTile
{
    /// <summary>Computes a strip of tiles.</summary>
    /// <typeparam name="TRows">1 to 3; 2 at most for 32 and 40 columns.</typeparam>
    /// <typeparam name="TColumns">8, 16, 24, 32 or 40.</typeparam>
    /// <typeparam name="TProducts">Products that fit 16 bits together: 2, or 1 where weights of -128 meet.</typeparam>
    /// <typeparam name="TEpilogue">The form of the epilogue.</typeparam>
    public static void Run<TRows, TColumns, TProducts, TEpilogue>(in NeonStrip strip)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
        where TProducts : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        sbyte* input = strip.Input + strip.WholeDepth;
        sbyte* output = strip.Output;
        nint inputPitch = strip.InputPitch;
        nint outputPitch = strip.OutputPitch;
        nint restDepth = strip.RestDepth;
        nint start = -strip.WholeDepth;
        for (nint tiles = strip.Tiles; tiles != 0; tiles--)
        {
            sbyte* i0 = input;
            sbyte* i1 = sizeof(TRows) > 1 ? i0 + inputPitch : input;
            sbyte* i2 = sizeof(TRows) > 2 ? i1 + inputPitch : input;
            sbyte* w = strip.Packed;
            sbyte* results = output;
            for (nint blocks = strip.Blocks; blocks != 0; blocks--)
            {
                Accumulators t = default;
                Start<TRows, TColumns>(ref t, (int*)w);
                w += sizeof(TColumns) * sizeof(int);
                for (nint k = start; k != 0; k += 16)
                {
                    Vector128<sbyte> a0 = AdvSimd.LoadVector128(i0 + k);
                    Vector128<sbyte> a1 = sizeof(TRows) > 1 ? AdvSimd.LoadVector128(i1 + k) : default;
                    Vector128<sbyte> a2 = sizeof(TRows) > 2 ? AdvSimd.LoadVector128(i2 + k) : default;
                    Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 0, 1);
                    Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 2, 3);
                    Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 4, 5);
                    Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 6, 7);
                    w += sizeof(TColumns) * 16;
                }

                if (restDepth != 0)
                {
                    Vector128<sbyte> a0 = AdvSimd.LoadVector128(i0);
                    Vector128<sbyte> a1 = sizeof(TRows) > 1 ? AdvSimd.LoadVector128(i1) : default;
                    Vector128<sbyte> a2 = sizeof(TRows) > 2 ? AdvSimd.LoadVector128(i2) : default;
                    Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 0, 1);
                    if (restDepth > 4)
                    {
                        Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 2, 3);
                    }

                    if (restDepth > 8)
                    {
                        Quad<TRows, TColumns, TProducts>(ref t, w, a0, a1, a2, 4, 5);
                    }

                    w += sizeof(TColumns) * restDepth;
                }

                Store<TRows, TColumns, TEpilogue>(ref t, results, outputPitch, (int*)w, TEpilogue.Load(strip.Epilogue));
                w += sizeof(TColumns) * sizeof(int);
                results += sizeof(TColumns);
            }

            input += sizeof(TRows) * inputPitch;
            output += sizeof(TRows) * outputPitch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start<TRows, TColumns>(ref Accumulators t, int* initial)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
    {
        StartRow<TColumns>(ref t.Left0, ref t.Right0, ref t.Last0, initial);
        if (sizeof(TRows) > 1)
        {
            StartRow<TColumns>(ref t.Left1, ref t.Right1, ref t.Last1, initial);
        }

        if (sizeof(TRows) > 2)
        {
            StartRow<TColumns>(ref t.Left2, ref t.Right2, ref t.Last2, initial);
        }
    }

    /// <summary>Four activations of every row, the pairs <paramref name="lower"/> and <paramref name="upper"/>, times the weights of all columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad<TRows, TColumns, TProducts>(
        ref Accumulators t,
        sbyte* w,
        Vector128<sbyte> a0,
        Vector128<sbyte> a1,
        Vector128<sbyte> a2,
        [ConstantExpected(Max = (byte)7)] byte lower,
        [ConstantExpected(Max = (byte)7)] byte upper)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
        where TProducts : unmanaged, ITileSize
    {
        Vector64<sbyte> l0 = AdvSimd.DuplicateSelectedScalarToVector64(a0.AsInt16(), lower).AsSByte();
        Vector64<sbyte> l1 = sizeof(TRows) > 1 ? AdvSimd.DuplicateSelectedScalarToVector64(a1.AsInt16(), lower).AsSByte() : default;
        Vector64<sbyte> l2 = sizeof(TRows) > 2 ? AdvSimd.DuplicateSelectedScalarToVector64(a2.AsInt16(), lower).AsSByte() : default;
        Vector128<sbyte> u0 = AdvSimd.DuplicateSelectedScalarToVector128(a0.AsInt16(), upper).AsSByte();
        Vector128<sbyte> u1 = sizeof(TRows) > 1 ? AdvSimd.DuplicateSelectedScalarToVector128(a1.AsInt16(), upper).AsSByte() : default;
        Vector128<sbyte> u2 = sizeof(TRows) > 2 ? AdvSimd.DuplicateSelectedScalarToVector128(a2.AsInt16(), upper).AsSByte() : default;
        int at = lower * 2 * sizeof(TColumns);
        Columns01<TRows, TProducts>(ref t.Left0, ref t.Left1, ref t.Left2, w, at, l0, l1, l2, u0, u1, u2);
        if (sizeof(TColumns) > 8)
        {
            Columns23<TRows, TProducts>(ref t.Left0, ref t.Left1, ref t.Left2, w, at, l0, l1, l2, u0, u1, u2);
        }

        if (sizeof(TColumns) > 16)
        {
            Columns01<TRows, TProducts>(ref t.Right0, ref t.Right1, ref t.Right2, w, at + 64, l0, l1, l2, u0, u1, u2);
        }

        if (sizeof(TColumns) > 24)
        {
            Columns23<TRows, TProducts>(ref t.Right0, ref t.Right1, ref t.Right2, w, at + 64, l0, l1, l2, u0, u1, u2);
        }

        if (sizeof(TColumns) > 32)
        {
            Columns01<TRows, TProducts>(ref t.Last0, ref t.Last1, ref t.Last2, w, at + 128, l0, l1, l2, u0, u1, u2);
        }
    }

    /// <summary>Columns 0 to 7 of a part of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns01<TRows, TProducts>(
        ref NeonRow r0,
        ref NeonRow r1,
        ref NeonRow r2,
        sbyte* weights,
        int at,
        Vector64<sbyte> l0,
        Vector64<sbyte> l1,
        Vector64<sbyte> l2,
        Vector128<sbyte> u0,
        Vector128<sbyte> u1,
        Vector128<sbyte> u2)
        where TRows : unmanaged, ITileSize
        where TProducts : unmanaged, ITileSize
    {
        Vector128<sbyte> w = AdvSimd.LoadVector128(weights + at);
        Vector128<sbyte> v = AdvSimd.LoadVector128(weights + (at + 16));
        Columns<TRows, TProducts>(ref r0.C0, ref r1.C0, ref r2.C0, w, l0, l1, l2, u0, u1, u2);
        Columns<TRows, TProducts>(ref r0.C1, ref r1.C1, ref r2.C1, v, l0, l1, l2, u0, u1, u2);
    }

    /// <summary>Columns 8 to 15 of a part of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns23<TRows, TProducts>(
        ref NeonRow r0,
        ref NeonRow r1,
        ref NeonRow r2,
        sbyte* weights,
        int at,
        Vector64<sbyte> l0,
        Vector64<sbyte> l1,
        Vector64<sbyte> l2,
        Vector128<sbyte> u0,
        Vector128<sbyte> u1,
        Vector128<sbyte> u2)
        where TRows : unmanaged, ITileSize
        where TProducts : unmanaged, ITileSize
    {
        Vector128<sbyte> w = AdvSimd.LoadVector128(weights + (at + 32));
        Vector128<sbyte> v = AdvSimd.LoadVector128(weights + (at + 48));
        Columns<TRows, TProducts>(ref r0.C2, ref r1.C2, ref r2.C2, w, l0, l1, l2, u0, u1, u2);
        Columns<TRows, TProducts>(ref r0.C3, ref r1.C3, ref r2.C3, v, l0, l1, l2, u0, u1, u2);
    }

    /// <summary>Four columns of every row: all upper halves first, because the lower half takes the register over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<TRows, TProducts>(
        ref Vector128<int> c0,
        ref Vector128<int> c1,
        ref Vector128<int> c2,
        Vector128<sbyte> w,
        Vector64<sbyte> l0,
        Vector64<sbyte> l1,
        Vector64<sbyte> l2,
        Vector128<sbyte> u0,
        Vector128<sbyte> u1,
        Vector128<sbyte> u2)
        where TRows : unmanaged, ITileSize
        where TProducts : unmanaged, ITileSize
    {
        Vector128<short> s0 = AdvSimd.MultiplyWideningUpper(w, u0);
        Vector128<short> s1 = default;
        Vector128<short> s2 = default;
        if (sizeof(TRows) > 1)
        {
            s1 = AdvSimd.MultiplyWideningUpper(w, u1);
        }

        if (sizeof(TRows) > 2)
        {
            s2 = AdvSimd.MultiplyWideningUpper(w, u2);
        }

        Vector64<sbyte> lower = w.GetLower();
        Add<TProducts>(ref c0, s0, lower, l0);
        if (sizeof(TRows) > 1)
        {
            Add<TProducts>(ref c1, s1, lower, l1);
        }

        if (sizeof(TRows) > 2)
        {
            Add<TProducts>(ref c2, s2, lower, l2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TProducts>(ref Vector128<int> sums, Vector128<short> products, Vector64<sbyte> weights, Vector64<sbyte> pair)
        where TProducts : unmanaged, ITileSize
    {
        if (sizeof(TProducts) == 2)
        {
            sums = AdvSimd.AddPairwiseWideningAndAdd(sums, AdvSimd.MultiplyWideningLowerAndAdd(products, weights, pair));
        }
        else
        {
            sums = AdvSimd.AddPairwiseWideningAndAdd(sums, products);
            sums = AdvSimd.AddPairwiseWideningAndAdd(sums, AdvSimd.MultiplyWideningLower(weights, pair));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StartRow<TColumns>(ref NeonRow left, ref NeonRow right, ref NeonRow last, int* initial)
        where TColumns : unmanaged, ITileSize
    {
        if (sizeof(TColumns) == 8)
        {
            NeonRow.Start<Size8>(ref left, initial);
            return;
        }

        NeonRow.Start<Size16>(ref left, initial);
        if (sizeof(TColumns) == 24)
        {
            NeonRow.Start<Size8>(ref right, initial + 16);
        }
        else if (sizeof(TColumns) > 24)
        {
            NeonRow.Start<Size16>(ref right, initial + 16);
        }

        if (sizeof(TColumns) == 40)
        {
            NeonRow.Start<Size8>(ref last, initial + 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TColumns, TEpilogue>(
        ref Accumulators t, sbyte* output, nint pitch, int* multipliers, TEpilogue epilogue)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        if (sizeof(TColumns) == 8)
        {
            StoreLeft<TRows, Size8, TEpilogue>(ref t, output, pitch, multipliers, epilogue);
            return;
        }

        StoreLeft<TRows, Size16, TEpilogue>(ref t, output, pitch, multipliers, epilogue);
        if (sizeof(TColumns) == 24)
        {
            StoreRight<TRows, Size8, TEpilogue>(ref t, output + 16, pitch, multipliers + 16, epilogue);
        }
        else if (sizeof(TColumns) > 24)
        {
            StoreRight<TRows, Size16, TEpilogue>(ref t, output + 16, pitch, multipliers + 16, epilogue);
        }

        if (sizeof(TColumns) == 40)
        {
            StoreLast<TRows, TEpilogue>(ref t, output + 32, pitch, multipliers + 32, epilogue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLeft<TRows, TColumns, TEpilogue>(
        ref Accumulators t, sbyte* output, nint pitch, int* multipliers, TEpilogue epilogue)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        NeonMultipliers m = NeonMultipliers.Load<TColumns>(multipliers);
        NeonRow.Store<TColumns, TEpilogue>(ref t.Left0, output, m, epilogue);
        if (sizeof(TRows) > 1)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.Left1, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 2)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.Left2, output += pitch, m, epilogue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRight<TRows, TColumns, TEpilogue>(
        ref Accumulators t, sbyte* output, nint pitch, int* multipliers, TEpilogue epilogue)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        NeonMultipliers m = NeonMultipliers.Load<TColumns>(multipliers);
        NeonRow.Store<TColumns, TEpilogue>(ref t.Right0, output, m, epilogue);
        if (sizeof(TRows) > 1)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.Right1, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 2)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.Right2, output += pitch, m, epilogue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLast<TRows, TEpilogue>(ref Accumulators t, sbyte* output, nint pitch, int* multipliers, TEpilogue epilogue)
        where TRows : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        NeonMultipliers m = NeonMultipliers.Load<Size8>(multipliers);
        NeonRow.Store<Size8, TEpilogue>(ref t.Last0, output, m, epilogue);
        if (sizeof(TRows) > 1)
        {
            NeonRow.Store<Size8, TEpilogue>(ref t.Last1, output + pitch, m, epilogue);
        }
    }

    private struct Accumulators
    {
        public NeonRow Left0;
        public NeonRow Right0;
        public NeonRow Last0;
        public NeonRow Left1;
        public NeonRow Right1;
        public NeonRow Last1;
        public NeonRow Left2;
        public NeonRow Right2;
        public NeonRow Last2;
    }
}
