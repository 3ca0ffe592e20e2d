namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A 3×3 convolution of stride 1 by minimal filtering, with packed weights: the three stages of a tile, requantized and clamped, with the bytes of
/// the definition; numerics.md equations (28) to (32).
/// </summary>
/// <remarks>
/// A tile's input is a square of <see cref="Inputs"/> × <see cref="Inputs"/> pixels, each a place. Transformed, place p of all tiles is a matrix of
/// [tiles, channels] that is multiplied by one of [channels, columns] of its own.
/// </remarks>
internal abstract unsafe class WinogradKernel(int channels, int columns)
{
    /// <summary>Rows of products that memory must be there for, however few tiles there are.</summary>
    public const int MinRows = 8;

    /// <summary>Channels of an input pixel.</summary>
    public int Channels { get; } = channels;

    /// <summary>Channels of an output pixel, a multiple of <see cref="ColumnGranule"/>.</summary>
    public int Columns { get; } = columns;

    /// <summary>Output pixels of a tile, along each side.</summary>
    public abstract int Outputs { get; }

    /// <summary>Input pixels of a tile, along each side.</summary>
    public int Inputs => Outputs + 2;

    /// <summary>Places of a tile.</summary>
    public int Places => Inputs * Inputs;

    /// <summary>Columns that are computed at once.</summary>
    public abstract int ColumnGranule { get; }

    /// <summary>Transforms a tile's input.</summary>
    /// <param name="pixels">Channel 0 of each place, row by row.</param>
    /// <param name="target">Where channel 0 of the first place goes.</param>
    /// <param name="placePitch">Elements from one place to the next.</param>
    public abstract void Transform(sbyte** pixels, short* target, nint placePitch);

    /// <summary>Working memory of <see cref="Multiply"/>, in bytes.</summary>
    public int ScratchByteCount => Inputs * Channels * ColumnGranule * sizeof(short);

    /// <summary>Multiplies a row of places of all tiles with its weights of <see cref="ColumnGranule"/> columns.</summary>
    /// <param name="input">[tiles, channels] of the row's first place, memory for <see cref="MinRows"/> tiles at least.</param>
    /// <param name="inputPitch">Elements from one place to the next.</param>
    /// <param name="row">Which row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="tiles">How many tiles.</param>
    /// <param name="products">[tiles, granule] of the row's first place, memory for <see cref="MinRows"/> tiles at least.</param>
    /// <param name="productPitch">Elements from one place to the next.</param>
    /// <param name="scratch">Working memory.</param>
    public abstract void Multiply(
        short* input, nint inputPitch, int row, int column, int tiles, int* products, nint productPitch, byte* scratch);

    /// <summary>Makes results of a tile's products: <see cref="ColumnGranule"/> columns of all its output pixels, one pixel after the other.</summary>
    /// <param name="products">The first column of the first place.</param>
    /// <param name="placePitch">Elements from one place to the next.</param>
    /// <param name="column">The first column.</param>
    /// <param name="results">Outputs × outputs × granule.</param>
    public abstract void Finish(int* products, nint placePitch, int column, sbyte* results);
}
