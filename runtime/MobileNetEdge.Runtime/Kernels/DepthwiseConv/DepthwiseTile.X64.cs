using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The accumulators of groups of eight channels of a depthwise convolution, from their quads.</summary>
/// <remarks>
/// <code>
///               pixel x      pixel x + 1
///   row 0       a: 8 dwords  b: 8 dwords       four accumulators; 3x3: all weights stay in registers,
///   row 1       c            d                 5x5: each weight is loaded once for two pixels
/// </code>
/// Behind an odd width, a pixel is computed that no one reads.
/// </remarks>
/// <typeparam name="TWindow">The quads.</typeparam>
/// <typeparam name="TQuads">Quads in registers.</typeparam>
/// <typeparam name="TWeights">Weights in registers.</typeparam>
/// <typeparam name="TShape">The window.</typeparam>
/// <typeparam name="TRows">Rows of output.</typeparam>
internal static unsafe class DepthwiseTile<TWindow, TQuads, TWeights, TShape, TRows>
    where TWindow : struct, IQuadWindow<TQuads, TWeights>
    where TShape : struct, IQuadShape
    where TRows : struct, ICount
{
    /// <summary>Bytes of eight quads, and of their weights.</summary>
    private static int Vector => TWindow.QuadBytes;

    /// <summary>Computes all pixels of one or two rows, for one group of channels after the other.</summary>
    /// <param name="layout">Where quads lie.</param>
    /// <param name="quads">The first group's quads.</param>
    /// <param name="weights">The first group's weights.</param>
    /// <param name="initial">What its accumulators start from.</param>
    /// <param name="accumulators">Where they go: the group's eight in the first pixel.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="width">Pixels of a row.</param>
    public static void Run(QuadLayout layout, byte* quads, byte* weights, int* initial, int* accumulators, int groups, int width)
    {
        nint second = layout.Second;
        for (; groups > 0; groups--)
        {
            if (TShape.Taps == 3)
            {
                Three(quads, quads + second, weights, Vector256.Load(initial), accumulators, width);
            }
            else
            {
                Five(quads, quads + second, weights, Vector256.Load(initial), accumulators, width);
            }

            quads += layout.GroupPitch;
            weights += DepthwiseLayer<TWindow, TQuads, TWeights, TShape>.GroupBytes;
            initial += Requantizer.Panel;
            accumulators += Requantizer.Panel;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three(byte* quads, byte* second, byte* weights, Vector256<int> start, int* accumulators, int width)
    {
        byte* lower = weights + (3 + TShape.SecondCount) * Vector;
        TWeights u0 = TWindow.LoadWeights(weights);
        TWeights u1 = TWindow.LoadWeights(weights + Vector);
        TWeights u2 = TWindow.LoadWeights(weights + 2 * Vector);
        TWeights v0 = TWindow.LoadWeights(lower);
        TWeights v1 = TWindow.LoadWeights(lower + Vector);
        TWeights v2 = TWindow.LoadWeights(lower + 2 * Vector);
        TWeights v3 = TShape.SecondCount > 0 ? TWindow.LoadWeights(lower + 3 * Vector) : v2;
        for (; width > 0; width -= 2)
        {
            TQuads q0 = TWindow.Load(quads);
            TQuads q1 = TWindow.Load(quads + Vector);
            TQuads q2 = TWindow.Load(quads + 2 * Vector);
            TQuads q3 = TWindow.Load(quads + 3 * Vector);
            TQuads q4 = TShape.Stride > 1 ? TWindow.Load(quads + 4 * Vector) : q3;
            TQuads r0 = TShape.Stride > 1 ? q2 : q1;
            TQuads r1 = TShape.Stride > 1 ? q3 : q2;
            Vector256<int> a = TWindow.Add(TWindow.Add(TWindow.Add(start, q0, u0), q1, u1), q2, u2);
            Vector256<int> b = TWindow.Add(TWindow.Add(TWindow.Add(start, r0, u0), r1, u1), q4, u2);
            a.Store(accumulators);
            b.Store(accumulators + DepthwiseBuffer.Channels);
            if (TRows.Value > 1)
            {
                Vector256<int> c = TWindow.Add(TWindow.Add(TWindow.Add(start, q0, v0), q1, v1), q2, v2);
                Vector256<int> d = TWindow.Add(TWindow.Add(TWindow.Add(start, r0, v0), r1, v1), q4, v2);
                if (TShape.SecondCount > 0)
                {
                    c = TWindow.Add(c, TWindow.Load(second), v3);
                    d = TWindow.Add(d, TWindow.Load(second + Vector), v3);
                    second += 2 * Vector;
                }

                c.Store(accumulators + DepthwiseBuffer.RowPitch);
                d.Store(accumulators + DepthwiseBuffer.RowPitch + DepthwiseBuffer.Channels);
            }

            quads += 2 * TShape.Stride * Vector;
            accumulators += 2 * DepthwiseBuffer.Channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Five(byte* quads, byte* second, byte* weights, Vector256<int> start, int* accumulators, int width)
    {
        for (; width > 0; width -= 2)
        {
            Vector256<int> a = start, b = start, c = start, d = start;
            Products(ref a, ref b, ref c, ref d, quads, TShape.Stride, weights);
            Products(ref a, ref b, ref c, ref d, quads + Vector, TShape.Stride, weights + Vector);
            Products(ref a, ref b, ref c, ref d, quads + 2 * Vector, TShape.Stride, weights + 2 * Vector);
            Products(ref a, ref b, ref c, ref d, quads + 3 * Vector, TShape.Stride, weights + 3 * Vector);
            Products(ref a, ref b, ref c, ref d, quads + 4 * Vector, TShape.Stride, weights + 4 * Vector);
            Second(ref a, ref b, ref c, ref d, second, weights, 0);
            Second(ref a, ref b, ref c, ref d, second, weights, 1);
            Second(ref a, ref b, ref c, ref d, second, weights, 2);
            if (TShape.SecondCount > 3)
            {
                Second(ref a, ref b, ref c, ref d, second, weights, 3);
                Second(ref a, ref b, ref c, ref d, second, weights, 4);
            }

            a.Store(accumulators);
            b.Store(accumulators + DepthwiseBuffer.Channels);
            if (TRows.Value > 1)
            {
                c.Store(accumulators + DepthwiseBuffer.RowPitch);
                d.Store(accumulators + DepthwiseBuffer.RowPitch + DepthwiseBuffer.Channels);
            }

            quads += 2 * TShape.Stride * Vector;
            second += 2 * TShape.SecondStride * Vector;
            accumulators += 2 * DepthwiseBuffer.Channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Second(
        ref Vector256<int> a, ref Vector256<int> b, ref Vector256<int> c, ref Vector256<int> d, byte* second, byte* weights, int i)
    {
        Products(
            ref a, ref b, ref c, ref d, second + i * TShape.SecondStep * Vector, TShape.SecondStride, weights + (TShape.Taps + i) * Vector);
    }

    /// <summary>One quad of each pixel, for both rows of output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Products(
        ref Vector256<int> a, ref Vector256<int> b, ref Vector256<int> c, ref Vector256<int> d, byte* quads, int stride, byte* weights)
    {
        TQuads left = TWindow.Load(quads);
        TQuads right = TWindow.Load(quads + stride * Vector);
        TWeights upper = TWindow.LoadWeights(weights);
        a = TWindow.Add(a, left, upper);
        b = TWindow.Add(b, right, upper);
        if (TRows.Value > 1)
        {
            TWeights lower = TWindow.LoadWeights(weights + (TShape.Taps + TShape.SecondCount) * Vector);
            c = TWindow.Add(c, left, lower);
            d = TWindow.Add(d, right, lower);
        }
    }
}
