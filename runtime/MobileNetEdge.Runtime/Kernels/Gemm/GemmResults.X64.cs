using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>From the accumulators of a pair of panels to stored results.</summary>
/// <remarks>
/// Accumulators go through a buffer in the nearest cache instead of straight from a tile's registers: the tiles' multiplications then
/// follow each
/// other without the latency of an epilogue between them, and the epilogue's are independent of each other.
/// </remarks>
/// <typeparam name="TForm">The layer's form.</typeparam>
/// <typeparam name="TPanels">How many panels are stored.</typeparam>
internal static unsafe class GemmResults<TForm, TPanels>
    where TForm : struct, Requantizer.IForm
    where TPanels : struct, ICount
{
    /// <summary>Stores all rows of some pairs of panels.</summary>
    /// <param name="constants">The epilogue.</param>
    /// <param name="strip">Whose accumulators.</param>
    /// <param name="column">The first pair's first column.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="output">The first row's results of the first column.</param>
    /// <param name="pitch">From one row of results to the next.</param>
    /// <param name="rows">How many rows.</param>
    public static void Run(
        in Requantizer.Constants constants, in GemmStrip strip, nint column, int pairs, sbyte* output, nint pitch, int rows)
    {
        if (WideRequantizer.IsSupported && !TForm.HasLarge && rows >= WideRequantizer.Rows)
        {
            RunWide(constants, strip, column, pairs, output, pitch, rows);
            return;
        }

        int* accumulators = strip.Accumulators;
        for (; pairs > 0; pairs--)
        {
            Pair(constants, column, accumulators, output, pitch, rows);
            accumulators += strip.PairPitch;
            column += GemmStrip.Pair;
            output += GemmStrip.Pair;
        }
    }

    /// <summary>Two rows at a time.</summary>
    private static void Pair(in Requantizer.Constants constants, nint column, int* accumulators, sbyte* output, nint pitch, int rows)
    {
        for (; rows > 0; rows -= 2)
        {
            int* next = rows > 1 ? accumulators + GemmStrip.Pair : accumulators;
            Vector256<int> results = Requantizer.Results<TForm>(
                constants, HalfSteps(constants, column, accumulators), HalfSteps(constants, column, next)).AsInt32();

            // Dwords of results: row panel-half, 0l0 0h0 1l0 1h0 | 0l1 0h1 1l1 1h1.
            results = Avx2.PermuteVar8x32(results, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
            Write(output, results.GetLower());
            if (rows > 1)
            {
                Write(output + pitch, results.GetUpper());
            }

            output += 2 * pitch;
            accumulators += 2 * GemmStrip.Pair;
        }
    }

    /// <summary>Four rows at a time; the last four may overlap those before them.</summary>
    private static void RunWide(
        in Requantizer.Constants constants, in GemmStrip strip, nint column, int pairs, sbyte* output, nint pitch, int rows)
    {
        WideRequantizer.Stage stage = new(constants);
        int* first = strip.Accumulators;
        nint pairPitch = strip.PairPitch;
        for (; pairs > 0; pairs--)
        {
            WideRequantizer.Multipliers multipliers = new(constants, column);
            int* accumulators = first;
            sbyte* results = output;
            for (int row = rows - WideRequantizer.Rows; row > 0; row -= WideRequantizer.Rows)
            {
                Four(stage, multipliers, accumulators, results, pitch);
                accumulators += WideRequantizer.Rows * GemmStrip.Pair;
                results += WideRequantizer.Rows * pitch;
            }

            Four(
                stage, multipliers, first + (
                    rows - WideRequantizer.Rows) * GemmStrip.Pair, output + (rows - WideRequantizer.Rows) * pitch, pitch);
            first += pairPitch;
            column += GemmStrip.Pair;
            output += GemmStrip.Pair;
        }
    }

    /// <summary>Stores four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(
        in WideRequantizer.Stage stage, in WideRequantizer.Multipliers multipliers, int* accumulators, sbyte* output, nint pitch)
    {
        Vector512<int> results = WideRequantizer.Results<TForm>(
            stage,
            WideRequantizer.HalfSteps(Vector512.Load(accumulators), multipliers),
            WideRequantizer.HalfSteps(Vector512.Load(accumulators + GemmStrip.Pair), multipliers),
            WideRequantizer.HalfSteps(Vector512.Load(accumulators + 2 * GemmStrip.Pair), multipliers),
            WideRequantizer.HalfSteps(Vector512.Load(accumulators + 3 * GemmStrip.Pair), multipliers));
        Write(output, results.GetLower().GetLower());
        Write(output + pitch, Avx512F.ExtractVector128(results, 1));
        Write(output + 2 * pitch, Avx512F.ExtractVector128(results, 2));
        Write(output + 3 * pitch, Avx512F.ExtractVector128(results, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> HalfSteps(in Requantizer.Constants constants, nint column, int* accumulators)
    {
        return Avx2.PackSignedSaturate(
            Requantizer.HalfSteps<TForm>(constants, column, Vector256.Load(accumulators)),
            Requantizer.HalfSteps<TForm>(constants, column + Requantizer.Panel, Vector256.Load(accumulators + Requantizer.Panel)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(sbyte* output, Vector128<int> results)
    {
        if (TPanels.Value > 1)
        {
            results.Store((int*)output);
        }
        else
        {
            *(long*)output = results.AsInt64().ToScalar();
        }
    }
}
