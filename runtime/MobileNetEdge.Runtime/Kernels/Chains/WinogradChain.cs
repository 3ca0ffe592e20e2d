using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A 3×3 convolution by minimal filtering, with a border before it: tiles of pictures in blocks that a middle cache holds.</summary>
internal sealed unsafe class WinogradChain : PreparedOperator
{
    /// <summary>Bytes of a block's transformed input.</summary>
    private const int BlockBytes = 768 << 10;

    /// <summary>With fewer tiles, threads share columns: what a thread reads of the weights is then less than all of them.</summary>
    private const int MinSharedTiles = 128;

    /// <summary>Elements behind a place's matrix that keep those of different places out of each other's cache sets.</summary>
    private const int PlaceSlack = 32;

    private const int MaxPlaces = 36;
    private const int MaxResultBytes = 16 * 64;

    private readonly WindowGeometry _geometry;
    private readonly int _zeroPoint;
    private readonly WinogradKernel _kernel;
    private readonly ArenaSlice _input;
    private readonly ArenaSlice _output;
    private readonly int _tilesAcross;
    private readonly int _tilesDown;
    private readonly int _blockTiles;
    private readonly nint _inputPitch;
    private readonly nint _productPitch;
    private readonly int _inputOffset;
    private readonly int _productOffset;
    private readonly int _weightOffset;

    /// <summary>Puts a chain together.</summary>
    /// <param name="path">The path of the kernel.</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="zeroPoint">The value of the border.</param>
    /// <param name="kernel">The convolution.</param>
    /// <param name="input">The source.</param>
    /// <param name="output">The result.</param>
    public WinogradChain(
        ExecutionPath path, WindowGeometry geometry, int zeroPoint, WinogradKernel kernel, ArenaSlice input, ArenaSlice output)
    {
        Path = path;
        (_geometry, _zeroPoint, _kernel, _input, _output) = (geometry, zeroPoint, kernel, input, output);
        _tilesDown = Tiles(geometry.Vertical.Output);
        _tilesAcross = Tiles(geometry.Horizontal.Output);
        int placeBytes = kernel.Places * kernel.Channels * sizeof(short);
        _blockTiles = Even(TileCount, Math.Max(BlockBytes / placeBytes, WinogradKernel.MinRows));
        _inputPitch = (nint)Math.Max(_blockTiles, WinogradKernel.MinRows) * kernel.Channels + PlaceSlack;
        _productPitch = (nint)Math.Max(_blockTiles, WinogradKernel.MinRows) * kernel.ColumnGranule + PlaceSlack;
        _inputOffset = (int)ArenaPlanner.AlignUp(kernel.Channels);
        _productOffset = (int)ArenaPlanner.AlignUp(_inputOffset + kernel.Places * _inputPitch * sizeof(short));
        _weightOffset = (int)ArenaPlanner.AlignUp(_productOffset + kernel.Places * _productPitch * sizeof(int));
        ScratchByteCount = _weightOffset + kernel.ScratchByteCount;
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int ScratchByteCount { get; }

    /// <inheritdoc/>
    public override int MaxParts => Math.Max(TileCount, Columns);

    private int TileCount => _geometry.Batch * _tilesDown * _tilesAcross;

    private int Columns => _kernel.Columns / _kernel.ColumnGranule;

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        (int firstTile, int endTile) = (0, TileCount);
        (int firstColumn, int endColumn) = (0, _kernel.Columns);
        if (TileCount < MinSharedTiles && Columns >= share.Parts)
        {
            (firstColumn, endColumn) = share.Of(_kernel.Columns, _kernel.ColumnGranule);
        }
        else
        {
            (firstTile, endTile) = share.Of(TileCount);
        }

        Unsafe.InitBlockUnaligned(share.Scratch.At(0), unchecked((byte)_zeroPoint), (uint)_kernel.Channels);
        for (int tile = firstTile; tile < endTile; tile += _blockTiles)
        {
            int count = Math.Min(_blockTiles, endTile - tile);
            Transform(share, tile, count);
            for (int column = firstColumn; column < endColumn; column += _kernel.ColumnGranule)
            {
                Multiply(share, count, column);
                Finish(share, tile, count, column);
            }
        }
    }

    private void Transform(in Share share, int first, int count)
    {
        sbyte** pixels = stackalloc sbyte*[MaxPlaces];
        short* target = (short*)share.Scratch.At(_inputOffset);
        for (int tile = first; tile < first + count; tile++)
        {
            Find(share, tile, pixels);
            _kernel.Transform(pixels, target, _inputPitch);
            target += _kernel.Channels;
        }
    }

    /// <summary>The pixels of a tile: in the picture, or of the border.</summary>
    private void Find(in Share share, int tile, sbyte** pixels)
    {
        (int picture, int y, int x) = Place(tile);
        sbyte* input = share.Arena.Pointer(_input) + (nint)picture * _geometry.Vertical.Input * _geometry.Horizontal.Input * _kernel.Channels;
        sbyte* border = (sbyte*)share.Scratch.At(0);
        for (int row = y - _geometry.Vertical.PaddingBefore; row < y - _geometry.Vertical.PaddingBefore + _kernel.Inputs; row++)
        {
            int column = x - _geometry.Horizontal.PaddingBefore;
            for (int i = 0; i < _kernel.Inputs; i++, column++)
            {
                bool isInside = _geometry.Vertical.Contains(row) && _geometry.Horizontal.Contains(column);
                *pixels++ = isInside ? input + ((nint)row * _geometry.Horizontal.Input + column) * _kernel.Channels : border;
            }
        }
    }

    private void Multiply(in Share share, int count, int column)
    {
        short* input = (short*)share.Scratch.At(_inputOffset);
        int* products = (int*)share.Scratch.At(_productOffset);
        for (int row = 0; row < _kernel.Inputs; row++)
        {
            _kernel.Multiply(input, _inputPitch, row, column, count, products, _productPitch, share.Scratch.At(_weightOffset));
            input += _kernel.Inputs * _inputPitch;
            products += _kernel.Inputs * _productPitch;
        }
    }

    [SkipLocalsInit]
    private void Finish(in Share share, int first, int count, int column)
    {
        sbyte* results = stackalloc sbyte[MaxResultBytes];
        int* products = (int*)share.Scratch.At(_productOffset);
        for (int tile = first; tile < first + count; tile++)
        {
            _kernel.Finish(products, _productPitch, column, results);
            Store(share, tile, results, column);
            products += _kernel.ColumnGranule;
        }
    }

    /// <summary>Writes what of a tile lies in the picture.</summary>
    private void Store(in Share share, int tile, sbyte* results, int column)
    {
        (int picture, int y, int x) = Place(tile);
        int width = _geometry.Horizontal.Output;
        int height = Math.Min(_kernel.Outputs, _geometry.Vertical.Output - y);
        int count = Math.Min(_kernel.Outputs, width - x);
        sbyte* output = share.Arena.Pointer(_output) + (((nint)picture * _geometry.Vertical.Output + y) * width + x) * _kernel.Columns + column;
        for (int row = 0; row < height; row++)
        {
            sbyte* source = results + row * _kernel.Outputs * _kernel.ColumnGranule;
            for (nint i = 0; i < count; i++)
            {
                Unsafe.CopyBlockUnaligned(output + i * _kernel.Columns, source + i * _kernel.ColumnGranule, (uint)_kernel.ColumnGranule);
            }

            output += (nint)width * _kernel.Columns;
        }
    }

    private (int Picture, int Y, int X) Place(int tile)
    {
        (int row, int across) = Math.DivRem(tile, _tilesAcross);
        (int picture, int down) = Math.DivRem(row, _tilesDown);
        return (picture, down * _kernel.Outputs, across * _kernel.Outputs);
    }

    /// <summary>The size of equal parts of <paramref name="most"/> at most where that makes whole tiles of a matrix, which have seven or eight rows.</summary>
    private static int Even(int count, int most)
    {
        int parts = (count + most - 1) / most;
        int size = (count + parts - 1) / parts;
        return Math.Min(RoundUp(size, WinogradKernel.MinRows), RoundUp(size, WinogradKernel.MinRows - 1));
    }

    private static int RoundUp(int value, int granule) => (value + granule - 1) / granule * granule;

    private int Tiles(int extent) => (extent + _kernel.Outputs - 1) / _kernel.Outputs;
}
