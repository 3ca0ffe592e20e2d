using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Tiles of accumulators for any <see cref="IQuadProduct{TActivations, TWeights}"/>: up to seven rows of two panels, or twice as many
/// rows of one.
/// </summary>
/// <remarks>
/// <code>
///            two panels                    one panel, n rows
///   row 0    l0: panel 0   h0: panel 1     l0: row 0   h0: row n - R      one step of depth 4: weights are loaded once,
///   row 1    l1            h1              l1: row 1   h1: row n - R + 1  every row's activations are spread once
///   ...      ...           ...             ...         ...
/// </code>
/// With one panel the two halves may share a row; both then store the same.
/// </remarks>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
/// <typeparam name="TRows">R.</typeparam>
/// <typeparam name="TPanels">One or two.</typeparam>
internal static unsafe class GemmTile<TProduct, TActivations, TWeights, TRows, TPanels>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
    where TRows : struct, ICount
    where TPanels : struct, ICount
{
    /// <summary>Computes tiles one below the other, for one pair of panels after the other.</summary>
    /// <param name="strip">Where.</param>
    /// <param name="pairs">Pairs of panels.</param>
    /// <param name="tiles">Tiles a pair.</param>
    /// <param name="height">Rows of a tile.</param>
    public static void Run(GemmStrip strip, int pairs, int tiles, int height)
    {
        sbyte* first = strip.Input;
        int* accumulators = strip.Accumulators;
        for (; pairs > 0; pairs--)
        {
            strip.Input = first;
            strip.Accumulators = accumulators;
            for (int tile = tiles; tile > 0; tile--)
            {
                Tile(strip, height - TRows.Value);
                strip.Input += height * strip.InputPitch;
                strip.Accumulators += height * GemmStrip.Pair;
            }

            accumulators += strip.PairPitch;
            strip.Initial += GemmStrip.Pair;
            strip.Weights += 2 * strip.PanelBytes;
        }
    }

    /// <summary>One tile.</summary>
    /// <param name="strip">Where.</param>
    /// <param name="second">The first row of the other half, for one panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile(in GemmStrip strip, nint second)
    {
        Vector256<int> l0 = Vector256.Load(strip.Initial);
        Vector256<int> h0 = TPanels.Value > 1 ? Vector256.Load(strip.Initial + Requantizer.Panel) : l0;
        Vector256<int> l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0, l6 = l0;
        Vector256<int> h1 = h0, h2 = h0, h3 = h0, h4 = h0, h5 = h0, h6 = h0;

        // All rows are addressed from their ends, so that one counter serves them and the weights.
        nint end = 4 * strip.Steps;
        nint pitch = strip.InputPitch;
        nint other = TPanels.Value > 1 ? 0 : second * pitch;
        sbyte* a0 = strip.Input + end;
        sbyte* a1 = a0 + pitch;
        sbyte* a2 = a1 + pitch;
        sbyte* a3 = a2 + pitch;
        sbyte* a4 = a3 + pitch;
        sbyte* a5 = a4 + pitch;
        sbyte* a6 = a5 + pitch;
        byte* w0 = strip.Weights + strip.Steps * TProduct.WeightBytes;
        byte* w1 = w0 + strip.PanelBytes;
        for (nint k = -end; k != 0; k += 4)
        {
            TWeights low = TProduct.Load(w0 + k * (TProduct.WeightBytes / 4));
            TWeights high = TPanels.Value > 1 ? TProduct.Load(w1 + k * (TProduct.WeightBytes / 4)) : low;
            Step(ref l0, ref h0, a0 + k, other, low, high);
            if (TRows.Value > 1)
            {
                Step(ref l1, ref h1, a1 + k, other, low, high);
            }

            if (TRows.Value > 2)
            {
                Step(ref l2, ref h2, a2 + k, other, low, high);
            }

            if (TRows.Value > 3)
            {
                Step(ref l3, ref h3, a3 + k, other, low, high);
            }

            if (TRows.Value > 4)
            {
                Step(ref l4, ref h4, a4 + k, other, low, high);
            }

            if (TRows.Value > 5)
            {
                Step(ref l5, ref h5, a5 + k, other, low, high);
            }

            if (TRows.Value > 6)
            {
                Step(ref l6, ref h6, a6 + k, other, low, high);
            }
        }

        int* low0 = strip.Accumulators;
        int* high0 = TPanels.Value > 1 ? low0 + Requantizer.Panel : low0 + second * GemmStrip.Pair;
        Store(low0, high0, 0, l0, h0);
        Store(low0, high0, 1, l1, h1);
        Store(low0, high0, 2, l2, h2);
        Store(low0, high0, 3, l3, h3);
        Store(low0, high0, 4, l4, h4);
        Store(low0, high0, 5, l5, h5);
        Store(low0, high0, 6, l6, h6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref Vector256<int> low, ref Vector256<int> high, sbyte* activations, nint other, TWeights lowWeights, TWeights highWeights)
    {
        TActivations spread = TProduct.Spread(activations);
        low = TProduct.Add(low, spread, lowWeights);
        if (TPanels.Value > 1)
        {
            high = TProduct.Add(high, spread, highWeights);
        }
        else
        {
            high = TProduct.Add(high, TProduct.Spread(activations + other), lowWeights);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int* low, int* high, int row, Vector256<int> lowRow, Vector256<int> highRow)
    {
        if (row < TRows.Value)
        {
            lowRow.Store(low + row * GemmStrip.Pair);
            highRow.Store(high + row * GemmStrip.Pair);
        }
    }
}
