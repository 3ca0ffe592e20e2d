using System.Runtime.CompilerServices;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Tiles of up to eight rows of words and two registers of columns.</summary>
/// <typeparam name="TOps">The operations.</typeparam>
/// <typeparam name="TVector">Registers.</typeparam>
internal static unsafe class WordTile<TOps, TVector>
    where TOps : struct, IWinogradVector<TVector>
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>Columns of a tile.</summary>
    public static int Columns => 2 * TOps.Count;

    /// <summary>Computes the accumulators of rows, eight or seven at a time; the last tile may overlap the one before.</summary>
    /// <param name="input">The first row's activations; memory for <see cref="Rows"/> rows at least.</param>
    /// <param name="pitch">Activations from one row to the next, also the depth: even.</param>
    /// <param name="weights">For every two rows of depth, two registers.</param>
    /// <param name="accumulators">A tile's columns for each row; memory for <see cref="Rows"/> rows at least.</param>
    /// <param name="rows">How many rows.</param>
    public static void Run(short* input, nint pitch, short* weights, int* accumulators, int rows)
    {
        int tiles = (rows + Rows - 1) / Rows;
        int height = tiles * (Rows - 1) >= rows ? Rows - 1 : Rows;
        for (int tile = 0; tile < tiles; tile++)
        {
            nint row = Math.Max(Math.Min(tile * height, rows - height), 0);
            if (height == Rows)
            {
                Tile<Counts.Eight>(input + row * pitch, pitch, weights, accumulators + row * Columns);
            }
            else
            {
                Tile<Counts.Seven>(input + row * pitch, pitch, weights, accumulators + row * Columns);
            }
        }
    }

    private static void Tile<TRows>(short* input, nint depth, short* weights, int* accumulators)
        where TRows : struct, ICount
    {
        TVector l0 = default!, l1 = default!, l2 = default!, l3 = default!, l4 = default!, l5 = default!, l6 = default!, l7 = default!;
        TVector h0 = default!, h1 = default!, h2 = default!, h3 = default!, h4 = default!, h5 = default!, h6 = default!, h7 = default!;
        short* a0 = input + depth;
        short* a1 = a0 + depth;
        short* a2 = a1 + depth;
        short* a3 = a2 + depth;
        short* a4 = a3 + depth;
        short* a5 = a4 + depth;
        short* a6 = a5 + depth;
        short* a7 = a6 + depth;
        for (nint k = -depth; k < 0; k += 2)
        {
            TVector low = TOps.Load((int*)weights);
            TVector high = TOps.Load((int*)weights + TOps.Count);
            Row(ref l0, ref h0, a0 + k, low, high);
            Row(ref l1, ref h1, a1 + k, low, high);
            Row(ref l2, ref h2, a2 + k, low, high);
            Row(ref l3, ref h3, a3 + k, low, high);
            Row(ref l4, ref h4, a4 + k, low, high);
            Row(ref l5, ref h5, a5 + k, low, high);
            Row(ref l6, ref h6, a6 + k, low, high);
            if (TRows.Value > 7)
            {
                Row(ref l7, ref h7, a7 + k, low, high);
            }

            weights += 4 * TOps.Count;
        }

        Store(accumulators, 0, l0, h0);
        Store(accumulators, 1, l1, h1);
        Store(accumulators, 2, l2, h2);
        Store(accumulators, 3, l3, h3);
        Store(accumulators, 4, l4, h4);
        Store(accumulators, 5, l5, h5);
        Store(accumulators, 6, l6, h6);
        if (TRows.Value > 7)
        {
            Store(accumulators, 7, l7, h7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(ref TVector low, ref TVector high, short* activations, TVector lowWeights, TVector highWeights)
    {
        TVector spread = TOps.Spread(activations);
        low = TOps.AddProducts(low, spread, lowWeights);
        high = TOps.AddProducts(high, spread, highWeights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int* accumulators, nint row, TVector low, TVector high)
    {
        TOps.Store(low, accumulators + row * Columns);
        TOps.Store(high, accumulators + row * Columns + TOps.Count);
    }
}
