using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Many full tiles of a pair of panels, each followed by the epilogue of rows that tiles before it have left in the buffer.
/// </summary>
/// <remarks>
/// The epilogue lags one tile behind, so it waits for nothing and fills the execution ports that the tiles' multiplications leave idle.
/// </remarks>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
/// <typeparam name="TForm">The layer's form.</typeparam>
internal static unsafe class GemmStream<TProduct, TActivations, TWeights, TForm>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
    where TForm : struct, Requantizer.IForm
{
    private const int Rows = WideRequantizer.Rows;
    private const int CacheLine = 64;

    /// <summary>Bytes of a pair's weights from which asking ahead costs next to nothing of what multiplying with them does.</summary>
    private const int MinPrefetched = 4096;

    /// <summary>Whether the rows of a block are worth it: two full tiles at least, and nothing else.</summary>
    public static bool Suits(int rows)
    {
        return WideRequantizer.IsSupported && !TForm.HasLarge && TProduct.MaxRows == Counts.Seven.Value && rows % TProduct.MaxRows == 0
            && rows >= 2 * TProduct.MaxRows;
    }

    /// <summary>Computes and stores all rows of pairs of panels.</summary>
    public static void Run(GemmStrip strip, in Requantizer.Constants constants, nint column, int pairs, sbyte* output, nint pitch, int rows)
    {
        WideRequantizer.Stage stage = new(constants);
        sbyte* input = strip.Input;
        int* accumulators = strip.Accumulators;
        nint prefetched = 2 * strip.PanelBytes < MinPrefetched ? 0 : 2 * strip.PanelBytes / (rows / Counts.Seven.Value);
        for (; pairs > 0; pairs--)
        {
            WideRequantizer.Multipliers multipliers = new(constants, column);
            int* from = accumulators;
            sbyte* to = output;
            strip.Input = input;
            strip.Accumulators = accumulators;
            int* last = accumulators + (rows - Rows) * GemmStrip.Pair;
            byte* next = strip.Weights + 2 * strip.PanelBytes;
            for (int row = 0; row < rows; row += Counts.Seven.Value)
            {
                next = Prefetch(next, prefetched);
                GemmTile<TProduct, TActivations, TWeights, Counts.Seven, Counts.Two>.Tile(strip, 0);
                for (; from + Rows * GemmStrip.Pair <= strip.Accumulators; from += Rows * GemmStrip.Pair)
                {
                    GemmResults<TForm, Counts.Two>.Four(stage, multipliers, from, to, pitch);
                    to += Rows * pitch;
                }

                strip.Input += Counts.Seven.Value * strip.InputPitch;
                strip.Accumulators += Counts.Seven.Value * GemmStrip.Pair;
            }

            for (; from < last; from += Rows * GemmStrip.Pair)
            {
                GemmResults<TForm, Counts.Two>.Four(stage, multipliers, from, to, pitch);
                to += Rows * pitch;
            }

            GemmResults<TForm, Counts.Two>.Four(stage, multipliers, last, output + (rows - Rows) * pitch, pitch);
            column += GemmStrip.Pair;
            output += GemmStrip.Pair;
            strip.Initial += GemmStrip.Pair;
            strip.Weights += 2 * strip.PanelBytes;
        }
    }

    /// <summary>
    /// Asks for a part of the next pair's weights, so that these come from a far cache evenly over the tiles of this pair and not all during the
    /// first tile of theirs. Behind the last pair that is memory of no use, but a prefetch cannot fail.
    /// </summary>
    private static byte* Prefetch(byte* weights, nint count)
    {
        byte* end = weights + count;
        for (; weights < end; weights += CacheLine)
        {
            Sse.Prefetch1(weights);
        }

        return weights;
    }
}
