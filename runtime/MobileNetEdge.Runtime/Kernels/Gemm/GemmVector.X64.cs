using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// One row times four panels at a time, for fully connected layers: weights are read once, so their stream is all that counts.
/// </summary>
/// <remarks>
/// <code>
///             panel 0   panel 1   panel 2   panel 3
///   even k    a0        a1        a2        a3          steps of depth 4, added in two chains a panel
///   odd k     b0        b1        b2        b3
/// </code>
/// </remarks>
/// <typeparam name="TProduct">The innermost step.</typeparam>
/// <typeparam name="TActivations">Its activations.</typeparam>
/// <typeparam name="TWeights">Its weights.</typeparam>
internal static unsafe class GemmVector<TProduct, TActivations, TWeights>
    where TProduct : struct, IQuadProduct<TActivations, TWeights>
{
    /// <summary>Computes the accumulators of pairs of panels.</summary>
    public static void Run(GemmStrip strip, int pairs)
    {
        for (; pairs > 0; pairs -= 2)
        {
            // A pair alone is computed twice.
            nint other = pairs > 1 ? 1 : 0;
            FourPanels(strip, 2 * other * strip.PanelBytes, other * GemmStrip.Pair, other * strip.PairPitch);
            strip.Weights += 4 * strip.PanelBytes;
            strip.Initial += 2 * GemmStrip.Pair;
            strip.Accumulators += 2 * strip.PairPitch;
        }
    }

    private static void FourPanels(in GemmStrip strip, nint weightOffset, nint initialOffset, nint accumulatorOffset)
    {
        Vector256<int> a0 = Vector256.Load(strip.Initial);
        Vector256<int> a1 = Vector256.Load(strip.Initial + Requantizer.Panel);
        Vector256<int> a2 = Vector256.Load(strip.Initial + initialOffset);
        Vector256<int> a3 = Vector256.Load(strip.Initial + initialOffset + Requantizer.Panel);
        Vector256<int> b0 = Vector256<int>.Zero, b1 = b0, b2 = b0, b3 = b0;
        sbyte* activations = strip.Input;
        byte* w0 = strip.Weights;
        byte* w1 = w0 + strip.PanelBytes;
        byte* w2 = w0 + weightOffset;
        byte* w3 = w1 + weightOffset;
        nint bytes = strip.Steps * TProduct.WeightBytes;
        nint i = 0;
        for (; i < bytes - TProduct.WeightBytes; i += 2 * TProduct.WeightBytes)
        {
            TActivations even = TProduct.Spread(activations);
            TActivations odd = TProduct.Spread(activations + 4);
            a0 = TProduct.Add(a0, even, TProduct.Load(w0 + i));
            b0 = TProduct.Add(b0, odd, TProduct.Load(w0 + i + TProduct.WeightBytes));
            a1 = TProduct.Add(a1, even, TProduct.Load(w1 + i));
            b1 = TProduct.Add(b1, odd, TProduct.Load(w1 + i + TProduct.WeightBytes));
            a2 = TProduct.Add(a2, even, TProduct.Load(w2 + i));
            b2 = TProduct.Add(b2, odd, TProduct.Load(w2 + i + TProduct.WeightBytes));
            a3 = TProduct.Add(a3, even, TProduct.Load(w3 + i));
            b3 = TProduct.Add(b3, odd, TProduct.Load(w3 + i + TProduct.WeightBytes));
            activations += 8;
        }

        if (i < bytes)
        {
            TActivations last = TProduct.Spread(activations);
            a0 = TProduct.Add(a0, last, TProduct.Load(w0 + i));
            a1 = TProduct.Add(a1, last, TProduct.Load(w1 + i));
            a2 = TProduct.Add(a2, last, TProduct.Load(w2 + i));
            a3 = TProduct.Add(a3, last, TProduct.Load(w3 + i));
        }

        (a0 + b0).Store(strip.Accumulators);
        (a1 + b1).Store(strip.Accumulators + Requantizer.Panel);
        (a2 + b2).Store(strip.Accumulators + accumulatorOffset);
        (a3 + b3).Store(strip.Accumulators + accumulatorOffset + Requantizer.Panel);
    }
}
