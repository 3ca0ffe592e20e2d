using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The register tile of the dot product: up to 6 rows × 16 columns or 8 rows × 8 columns.</summary>
/// <remarks>
/// Each accumulator holds four columns of one row. A vector of weights holds four weights of each of four columns; SDOT by element multiplies it
/// by four activations of one row, and adds into four columns at once:
/// <code>
///                    w0 w1 w2 w3    one vector: 4 columns × 4 weights
///   a0 (16 bytes)    00 01 02 03    accumulator: 4 columns of one row, int32
///   a1               10 11 12 13
///   ...              ...            6 × 4 accumulators + 6 activations + 2 weights = 32 registers
///   a5               50 51 52 53
/// </code>
/// Activations are read from their rows as they lie; weights stream.
/// </remarks>
internal static unsafe class DpTile
{
    /// <summary>Computes a strip of tiles.</summary>
    /// <typeparam name="TRows">1 to 8; 6 at most for 16 columns.</typeparam>
    /// <typeparam name="TColumns">8 or 16.</typeparam>
    /// <typeparam name="TEpilogue">The form of the epilogue.</typeparam>
    public static void Run<TRows, TColumns, TEpilogue>(in NeonStrip strip)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
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
            sbyte* i3 = sizeof(TRows) > 3 ? i2 + inputPitch : input;
            sbyte* i4 = sizeof(TRows) > 4 ? i3 + inputPitch : input;
            sbyte* i5 = sizeof(TRows) > 5 ? i4 + inputPitch : input;
            sbyte* i6 = sizeof(TRows) > 6 ? i5 + inputPitch : input;
            sbyte* i7 = sizeof(TRows) > 7 ? i6 + inputPitch : input;
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
                    Vector128<sbyte> a3 = sizeof(TRows) > 3 ? AdvSimd.LoadVector128(i3 + k) : default;
                    Vector128<sbyte> a4 = sizeof(TRows) > 4 ? AdvSimd.LoadVector128(i4 + k) : default;
                    Vector128<sbyte> a5 = sizeof(TRows) > 5 ? AdvSimd.LoadVector128(i5 + k) : default;
                    Vector128<sbyte> a6 = sizeof(TRows) > 6 ? AdvSimd.LoadVector128(i6 + k) : default;
                    Vector128<sbyte> a7 = sizeof(TRows) > 7 ? AdvSimd.LoadVector128(i7 + k) : default;
                    Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 0);
                    Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 1);
                    Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 2);
                    Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 3);
                    w += sizeof(TColumns) * 16;
                }

                if (restDepth != 0)
                {
                    Vector128<sbyte> a0 = AdvSimd.LoadVector128(i0);
                    Vector128<sbyte> a1 = sizeof(TRows) > 1 ? AdvSimd.LoadVector128(i1) : default;
                    Vector128<sbyte> a2 = sizeof(TRows) > 2 ? AdvSimd.LoadVector128(i2) : default;
                    Vector128<sbyte> a3 = sizeof(TRows) > 3 ? AdvSimd.LoadVector128(i3) : default;
                    Vector128<sbyte> a4 = sizeof(TRows) > 4 ? AdvSimd.LoadVector128(i4) : default;
                    Vector128<sbyte> a5 = sizeof(TRows) > 5 ? AdvSimd.LoadVector128(i5) : default;
                    Vector128<sbyte> a6 = sizeof(TRows) > 6 ? AdvSimd.LoadVector128(i6) : default;
                    Vector128<sbyte> a7 = sizeof(TRows) > 7 ? AdvSimd.LoadVector128(i7) : default;
                    Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 0);
                    if (restDepth > 4)
                    {
                        Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 1);
                    }

                    if (restDepth > 8)
                    {
                        Quad<TRows, TColumns>(ref t, w, a0, a1, a2, a3, a4, a5, a6, a7, 2);
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
        NeonRow.Start<TColumns>(ref t.R0, initial);
        if (sizeof(TRows) > 1)
        {
            NeonRow.Start<TColumns>(ref t.R1, initial);
        }

        if (sizeof(TRows) > 2)
        {
            NeonRow.Start<TColumns>(ref t.R2, initial);
        }

        if (sizeof(TRows) > 3)
        {
            NeonRow.Start<TColumns>(ref t.R3, initial);
        }

        if (sizeof(TRows) > 4)
        {
            NeonRow.Start<TColumns>(ref t.R4, initial);
        }

        if (sizeof(TRows) > 5)
        {
            NeonRow.Start<TColumns>(ref t.R5, initial);
        }

        if (sizeof(TRows) > 6)
        {
            NeonRow.Start<TColumns>(ref t.R6, initial);
        }

        if (sizeof(TRows) > 7)
        {
            NeonRow.Start<TColumns>(ref t.R7, initial);
        }
    }

    /// <summary>Four activations of every row, those at 4 × <paramref name="lane"/>, times the weights of all columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad<TRows, TColumns>(
        ref Accumulators t,
        sbyte* w,
        Vector128<sbyte> a0,
        Vector128<sbyte> a1,
        Vector128<sbyte> a2,
        Vector128<sbyte> a3,
        Vector128<sbyte> a4,
        Vector128<sbyte> a5,
        Vector128<sbyte> a6,
        Vector128<sbyte> a7,
        [ConstantExpected(Max = (byte)3)] byte lane)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
    {
        int at = lane * 4 * sizeof(TColumns);
        Vector128<sbyte> w0 = AdvSimd.LoadVector128(w + at);
        Vector128<sbyte> w1 = AdvSimd.LoadVector128(w + (at + 16));
        Dot01(ref t.R0, w0, w1, a0, lane);
        if (sizeof(TRows) > 1)
        {
            Dot01(ref t.R1, w0, w1, a1, lane);
        }

        if (sizeof(TRows) > 2)
        {
            Dot01(ref t.R2, w0, w1, a2, lane);
        }

        if (sizeof(TRows) > 3)
        {
            Dot01(ref t.R3, w0, w1, a3, lane);
        }

        if (sizeof(TRows) > 4)
        {
            Dot01(ref t.R4, w0, w1, a4, lane);
        }

        if (sizeof(TRows) > 5)
        {
            Dot01(ref t.R5, w0, w1, a5, lane);
        }

        if (sizeof(TRows) > 6)
        {
            Dot01(ref t.R6, w0, w1, a6, lane);
        }

        if (sizeof(TRows) > 7)
        {
            Dot01(ref t.R7, w0, w1, a7, lane);
        }
        if (sizeof(TColumns) == 8)
        {
            return;
        }

        Vector128<sbyte> w2 = AdvSimd.LoadVector128(w + (at + 32));
        Vector128<sbyte> w3 = AdvSimd.LoadVector128(w + (at + 48));
        Dot23(ref t.R0, w2, w3, a0, lane);
        if (sizeof(TRows) > 1)
        {
            Dot23(ref t.R1, w2, w3, a1, lane);
        }

        if (sizeof(TRows) > 2)
        {
            Dot23(ref t.R2, w2, w3, a2, lane);
        }

        if (sizeof(TRows) > 3)
        {
            Dot23(ref t.R3, w2, w3, a3, lane);
        }

        if (sizeof(TRows) > 4)
        {
            Dot23(ref t.R4, w2, w3, a4, lane);
        }

        if (sizeof(TRows) > 5)
        {
            Dot23(ref t.R5, w2, w3, a5, lane);
        }

        if (sizeof(TRows) > 6)
        {
            Dot23(ref t.R6, w2, w3, a6, lane);
        }

        if (sizeof(TRows) > 7)
        {
            Dot23(ref t.R7, w2, w3, a7, lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows, TColumns, TEpilogue>(
        ref Accumulators t, sbyte* output, nint pitch, int* multipliers, TEpilogue epilogue)
        where TRows : unmanaged, ITileSize
        where TColumns : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        NeonMultipliers m = NeonMultipliers.Load<TColumns>(multipliers);
        NeonRow.Store<TColumns, TEpilogue>(ref t.R0, output, m, epilogue);
        if (sizeof(TRows) > 1)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R1, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 2)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R2, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 3)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R3, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 4)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R4, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 5)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R5, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 6)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R6, output += pitch, m, epilogue);
        }

        if (sizeof(TRows) > 7)
        {
            NeonRow.Store<TColumns, TEpilogue>(ref t.R7, output += pitch, m, epilogue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dot01(
        ref NeonRow row, Vector128<sbyte> w0, Vector128<sbyte> w1, Vector128<sbyte> a, [ConstantExpected(Max = (byte)3)] byte lane)
    {
        row.C0 = Dp.DotProductBySelectedQuadruplet(row.C0, w0, a, lane);
        row.C1 = Dp.DotProductBySelectedQuadruplet(row.C1, w1, a, lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dot23(
        ref NeonRow row, Vector128<sbyte> w2, Vector128<sbyte> w3, Vector128<sbyte> a, [ConstantExpected(Max = (byte)3)] byte lane)
    {
        row.C2 = Dp.DotProductBySelectedQuadruplet(row.C2, w2, a, lane);
        row.C3 = Dp.DotProductBySelectedQuadruplet(row.C3, w3, a, lane);
    }

    private struct Accumulators
    {
        public NeonRow R0;
        public NeonRow R1;
        public NeonRow R2;
        public NeonRow R3;
        public NeonRow R4;
        public NeonRow R5;
        public NeonRow R6;
        public NeonRow R7;
    }
}
