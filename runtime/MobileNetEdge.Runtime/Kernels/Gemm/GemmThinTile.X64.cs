using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Tiles of up to three rows of two panels, whose accumulators alone are too few for the latency of multiplications: each has two chains.
/// </summary>
/// <remarks>
/// <code>
///              panel 0     panel 1
///   row 0      l0 + m0     h0 + n0        l, h: even steps of depth 4
///   row 1      l1 + m1     h1 + n1        m, n: odd steps
///   row 2      l2 + m2     h2 + n2
/// </code>
/// </remarks>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
/// <typeparam name="TRows">One to three.</typeparam>
internal static unsafe class GemmThinTile<TProduct, TActivations, TWeights, TRows>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
    where TRows : struct, ICount
{
    /// <summary>Computes one tile for one pair of panels after the other.</summary>
    public static void Run(GemmStrip strip, int pairs)
    {
        for (; pairs > 0; pairs--)
        {
            Tile(strip);
            strip.Accumulators += strip.PairPitch;
            strip.Initial += GemmStrip.Pair;
            strip.Weights += 2 * strip.PanelBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(in GemmStrip strip)
    {
        Vector256<int> l0 = Vector256.Load(strip.Initial);
        Vector256<int> h0 = Vector256.Load(strip.Initial + Requantizer.Panel);
        Vector256<int> l1 = l0, l2 = l0, h1 = h0, h2 = h0;
        Vector256<int> m0 = Vector256<int>.Zero, m1 = m0, m2 = m0, n0 = m0, n1 = m0, n2 = m0;
        nint end = 4 * strip.Steps;
        sbyte* a0 = strip.Input + end;
        sbyte* a1 = a0 + strip.InputPitch;
        sbyte* a2 = a1 + strip.InputPitch;
        byte* w0 = strip.Weights + strip.Steps * TProduct.WeightBytes;
        byte* w1 = w0 + strip.PanelBytes;
        nint k = -end;
        for (; k <= -8; k += 8)
        {
            Step(ref l0, ref h0, ref l1, ref h1, ref l2, ref h2, a0 + k, a1 + k, a2 + k, w0, w1, k);
            Step(ref m0, ref n0, ref m1, ref n1, ref m2, ref n2, a0 + k + 4, a1 + k + 4, a2 + k + 4, w0, w1, k + 4);
        }

        if (k != 0)
        {
            Step(ref l0, ref h0, ref l1, ref h1, ref l2, ref h2, a0 + k, a1 + k, a2 + k, w0, w1, k);
        }

        Store(strip.Accumulators, 0, l0 + m0, h0 + n0);
        Store(strip.Accumulators, 1, l1 + m1, h1 + n1);
        Store(strip.Accumulators, 2, l2 + m2, h2 + n2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref Vector256<int> l0, ref Vector256<int> h0, ref Vector256<int> l1, ref Vector256<int> h1, ref Vector256<int> l2, ref Vector256<int> h2,
        sbyte* a0, sbyte* a1, sbyte* a2, byte* w0, byte* w1, nint k)
    {
        TWeights low = TProduct.Load(w0 + k * (TProduct.WeightBytes / 4));
        TWeights high = TProduct.Load(w1 + k * (TProduct.WeightBytes / 4));
        Row(ref l0, ref h0, a0, low, high);
        if (TRows.Value > 1)
        {
            Row(ref l1, ref h1, a1, low, high);
        }

        if (TRows.Value > 2)
        {
            Row(ref l2, ref h2, a2, low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(ref Vector256<int> low, ref Vector256<int> high, sbyte* activations, TWeights lowWeights, TWeights highWeights)
    {
        TActivations spread = TProduct.Spread(activations);
        low = TProduct.Add(low, spread, lowWeights);
        high = TProduct.Add(high, spread, highWeights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int* accumulators, int row, Vector256<int> low, Vector256<int> high)
    {
        if (row < TRows.Value)
        {
            low.Store(accumulators + row * GemmStrip.Pair);
            high.Store(accumulators + row * GemmStrip.Pair + Requantizer.Panel);
        }
    }
}
