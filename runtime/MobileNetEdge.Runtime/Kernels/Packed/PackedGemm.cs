namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A matrix product with packed weights: rows of <see cref="Depth"/> int8 activations become rows of <see cref="Columns"/> int8 results,
/// requantized and clamped, numerics.md equations (4) to (9). The work of pointwise convolutions, of fully connected layers, and, over
/// gathered windows, of any other convolution.
/// </summary>
internal abstract unsafe class PackedGemm(int depth, int columns)
{
    /// <summary>Bytes behind the last row of activations, and behind the last row of results, that a kernel may read (never write).</summary>
    public const int ReadSlack = 64;

    /// <summary>Weights that a middle cache holds beside activations.</summary>
    private const long NearBytes = 384 << 10;

    /// <summary>Activations of a row; weights of a column.</summary>
    public int Depth { get; } = depth;

    /// <summary>Results of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Whether all weights together are more than a middle cache holds, so that the fewer blocks of rows pass over them the better.</summary>
    public bool IsFar => (long)Depth * Columns > NearBytes;

    /// <summary>Columns that are packed together: work is split between threads at multiples of it.</summary>
    public abstract int ColumnGranule { get; }

    /// <summary>Rows of a tile; work is split at multiples of it where that can be chosen.</summary>
    public abstract int RowGranule { get; }

    /// <summary>Computes the columns from <paramref name="firstColumn"/> to <paramref name="endColumn"/> of <paramref name="rows"/> rows.</summary>
    /// <param name="input">The first row's activations.</param>
    /// <param name="inputPitch">Bytes from one row of activations to the next.</param>
    /// <param name="output">Column 0 of the first row's results.</param>
    /// <param name="outputPitch">Bytes from one row of results to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="firstColumn">A multiple of <see cref="ColumnGranule"/>.</param>
    /// <param name="endColumn">A multiple of <see cref="ColumnGranule"/>, or <see cref="Columns"/>.</param>
    public abstract void Run(
        sbyte* input, nint inputPitch, sbyte* output, nint outputPitch, int rows, int firstColumn, int endColumn);
}
