using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Rows of a matrix times a panel of <see cref="PackedWeights"/>, a tile of <see cref="TileRows"/> rows at a time.</summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of a tile: with two vectors a row, its sums, one row of weights and an activation fill 15 registers.</summary>
    public const int TileRows = 6;

    /// <summary>Output rows for one panel; each element is the same sum in the same order, wherever in a tile it lies.</summary>
    /// <param name="source">The first row of activations.</param>
    /// <param name="sourceStride">Elements from one row to the next.</param>
    /// <param name="panel">The panel: biases, then weights.</param>
    /// <param name="depth">Activations of a row that count.</param>
    /// <param name="target">The first output row, at the panel's first channel.</param>
    /// <param name="targetStride">Elements from one output row to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Channels of the panel that exist.</param>
    /// <param name="clamp">The activation.</param>
    public static void Multiply(
        float* source, nint sourceStride, float* panel, int depth,
        float* target, nint targetStride, int rows, int columns, ClampFunction clamp)
    {
        for (int row = 0; row < rows; row += TileRows)
        {
            int count = Math.Min(TileRows, rows - row);
            MultiplyTile(source, sourceStride, panel, depth, new Tile(target, targetStride, count, columns, clamp));
            source += TileRows * sourceStride;
            target += TileRows * targetStride;
        }
    }

    // Sums: sRC stands for row R, vector C of the panel. A tile of fewer rows repeats its last row and does not store the copies.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(float* source, nint sourceStride, float* panel, int depth, Tile tile)
    {
        int last = tile.Rows - 1;
        float* a0 = source;
        float* a1 = source + sourceStride * Math.Min(1, last);
        float* a2 = source + sourceStride * Math.Min(2, last);
        float* a3 = source + sourceStride * Math.Min(3, last);
        float* a4 = source + sourceStride * Math.Min(4, last);
        float* a5 = source + sourceStride * Math.Min(5, last);
        nint width = Vector<float>.Count;
        Vector<float> s00 = Vector.Load(panel), s01 = Vector.Load(panel + width);
        Vector<float> s10 = s00, s11 = s01, s20 = s00, s21 = s01, s30 = s00, s31 = s01, s40 = s00, s41 = s01, s50 = s00, s51 = s01;
        for (nint k = 0; k < depth; k++)
        {
            panel += 2 * width;
            Vector<float> w0 = Vector.Load(panel), w1 = Vector.Load(panel + width);
            Vector<float> a = new(a0[k]);
            s00 = Simd.MultiplyAdd(a, w0, s00);
            s01 = Simd.MultiplyAdd(a, w1, s01);
            a = new(a1[k]);
            s10 = Simd.MultiplyAdd(a, w0, s10);
            s11 = Simd.MultiplyAdd(a, w1, s11);
            a = new(a2[k]);
            s20 = Simd.MultiplyAdd(a, w0, s20);
            s21 = Simd.MultiplyAdd(a, w1, s21);
            a = new(a3[k]);
            s30 = Simd.MultiplyAdd(a, w0, s30);
            s31 = Simd.MultiplyAdd(a, w1, s31);
            a = new(a4[k]);
            s40 = Simd.MultiplyAdd(a, w0, s40);
            s41 = Simd.MultiplyAdd(a, w1, s41);
            a = new(a5[k]);
            s50 = Simd.MultiplyAdd(a, w0, s50);
            s51 = Simd.MultiplyAdd(a, w1, s51);
        }

        tile.Store(0, s00, s01);
        tile.Store(1, s10, s11);
        tile.Store(2, s20, s21);
        tile.Store(3, s30, s31);
        tile.Store(4, s40, s41);
        tile.Store(5, s50, s51);
    }

    /// <summary>Where a tile's results go.</summary>
    private readonly struct Tile(float* target, nint stride, int rows, int columns, ClampFunction clamp)
    {
        public int Rows => rows;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(int row, Vector<float> first, Vector<float> second)
        {
            if (row >= rows)
            {
                return;
            }

            float* to = target + row * stride;
            int width = Vector<float>.Count;
            first = clamp.Apply(first);
            second = clamp.Apply(second);
            if (columns == 2 * width)
            {
                Vector.Store(first, to);
                Vector.Store(second, to + width);
            }
            else if (columns >= width)
            {
                Vector.Store(first, to);
                Simd.StoreFirst(second, to + width, columns - width);
            }
            else
            {
                Simd.StoreFirst(first, to, columns);
            }
        }
    }
}
