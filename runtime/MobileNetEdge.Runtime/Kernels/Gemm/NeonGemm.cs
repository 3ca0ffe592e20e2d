using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// What the matrix products of ARM64 share: the packed columns, and the way from rows and columns to tiles. A path adds its register tiles.
/// </summary>
/// <remarks>
/// Columns are packed in blocks as wide as a tile; the last block may have another width, and holds the rest with zeros behind it. A block of
/// n columns is one stream in the order of its use: n initial accumulators (int32); for every four activations, n / 4 vectors of 4 columns ×
/// 4 weights; n multipliers (int32).
/// </remarks>
internal abstract unsafe class NeonGemm : PackedGemm
{
    private const int Quad = 4;
    private const int VectorBytes = 16;

    private readonly PackedMemory<sbyte> _packed;
    private readonly int _width;
    private readonly int _restWidth;
    private readonly int _wholeBlocks;
    private readonly int _quads;
    private readonly bool _inPairs;
    private readonly int _residentBytes;

    /// <summary>Packs.</summary>
    /// <param name="sum">The layer.</param>
    /// <param name="depth">Weights of a column.</param>
    /// <param name="width">Columns of a block.</param>
    /// <param name="restWidth">Columns of the last block, where the columns are no multiple of <paramref name="width"/>.</param>
    /// <param name="inPairs">
    /// Whether a vector holds the first two weights of each of its columns in its lower half and the last two in the upper, instead of all four
    /// side by side.
    /// </param>
    /// <param name="residentBytes">Packed columns that may stay in the nearest cache while rows pass.</param>
    protected NeonGemm(WeightedSum sum, int depth, int width, int restWidth, bool inPairs, int residentBytes)
        : base(depth, sum.Bias.Length)
    {
        _width = width;
        _restWidth = restWidth;
        _inPairs = inPairs;
        _residentBytes = residentBytes;
        _wholeBlocks = Columns / width;
        _quads = (depth + Quad - 1) / Quad;
        bool hasRest = Columns % width != 0;
        long length = NeonEpilogue.ByteCount + (_wholeBlocks * (long)BlockBytes(width)) + (hasRest ? BlockBytes(restWidth) : 0);
        _packed = new PackedMemory<sbyte>(checked((int)length));

        GemmConstants constants = new(sum, depth, Math.Max(width, restWidth));
        NeonEpilogue.Write(_packed.Pointer, constants);
        for (int block = 0; block < _wholeBlocks; block++)
        {
            Pack(sum.Weights, constants, block * width, width);
        }

        if (hasRest)
        {
            Pack(sum.Weights, constants, _wholeBlocks * width, restWidth);
        }
    }

    /// <inheritdoc/>
    public override int ColumnGranule => _width;

    /// <inheritdoc/>
    public override int RowGranule => MaxHeight(_width);

    /// <inheritdoc/>
    public override void Run(
        sbyte* input, nint inputPitch, sbyte* output, nint outputPitch, int rows, int firstColumn, int endColumn)
    {
        if (rows <= 0 || endColumn <= firstColumn)
        {
            return;
        }

        NeonStrip strip = new()
        {
            Input = input,
            InputPitch = inputPitch,
            Output = output + firstColumn,
            OutputPitch = outputPitch,
            Packed = BlockAt(firstColumn),
            WholeDepth = _quads * Quad / VectorBytes * VectorBytes,
            RestDepth = _quads * Quad % VectorBytes,
            Epilogue = _packed.Pointer,
        };
        RunWhole(ref strip, rows, (Math.Min(endColumn, _wholeBlocks * _width) - firstColumn) / _width);
        int rest = endColumn - (_wholeBlocks * _width);
        if (rest > 0)
        {
            RunRest(ref strip, rows, rest);
        }

        GC.KeepAlive(_packed);
    }

    /// <summary>Rows of the highest tile of a width.</summary>
    protected abstract int MaxHeight(int width);

    /// <summary>Computes tiles of a width and a height, <see cref="MaxHeight"/> at most.</summary>
    protected abstract void RunTiles(in NeonStrip strip, int width, int height);

    private int BlockBytes(int width) => width * ((_quads * Quad) + (2 * sizeof(int)));

    private sbyte* BlockAt(int column) => _packed.Pointer + NeonEpilogue.ByteCount + (column / _width * (nint)BlockBytes(_width));

    /// <summary>
    /// The blocks of full width, as many at a time as stay in the nearest cache while all rows pass; at once where the weights are read only once.
    /// </summary>
    private void RunWhole(ref NeonStrip strip, int rows, int blocks)
    {
        int most = rows <= MaxHeight(_width) ? blocks : Math.Max(_residentBytes / BlockBytes(_width), 1);
        for (; blocks > 0; blocks -= (int)strip.Blocks)
        {
            strip.Blocks = Math.Min(blocks, most);
            RunRows(ref strip, rows, _width);
            strip.Output += strip.Blocks * _width;
            strip.Packed += strip.Blocks * BlockBytes(_width);
        }
    }

    /// <summary>The rows as tiles whose heights differ by at most one: a tile of few rows costs nearly as much as a high one.</summary>
    private void RunRows(ref NeonStrip strip, int rows, int width)
    {
        int maxHeight = MaxHeight(width);
        int tiles = (rows + maxHeight - 1) / maxHeight;
        int height = rows / tiles;
        int higher = rows - (tiles * height);
        sbyte* input = strip.Input;
        sbyte* output = strip.Output;
        if (higher > 0)
        {
            strip.Tiles = higher;
            RunTiles(strip, width, height + 1);
            strip.Input += higher * (height + 1) * strip.InputPitch;
            strip.Output += higher * (height + 1) * strip.OutputPitch;
        }

        strip.Tiles = tiles - higher;
        RunTiles(strip, width, height);
        strip.Input = input;
        strip.Output = output;
    }

    private void RunRest(ref NeonStrip strip, int rows, int columns)
    {
        strip.Blocks = 1;
        if (columns == _restWidth)
        {
            RunRows(ref strip, rows, _restWidth);
        }
        else
        {
            RunCut(ref strip, rows, columns);
        }
    }

    /// <summary>A last block with fewer columns than its tile stores: results go through a small buffer.</summary>
    [SkipLocalsInit]
    private void RunCut(ref NeonStrip strip, int rows, int columns)
    {
        const int BufferBytes = 512;
        sbyte* buffer = stackalloc sbyte[BufferBytes];
        int maxRows = Math.Min(MaxHeight(_restWidth), BufferBytes / _restWidth);
        sbyte* output = strip.Output;
        nint pitch = strip.OutputPitch;
        strip.Output = buffer;
        strip.OutputPitch = _restWidth;
        for (int done = 0; done < rows; done += maxRows)
        {
            int count = Math.Min(maxRows, rows - done);
            RunRows(ref strip, count, _restWidth);
            strip.Input += count * strip.InputPitch;
            for (int row = 0; row < count; row++, output += pitch)
            {
                new ReadOnlySpan<sbyte>(buffer + (row * _restWidth), columns).CopyTo(new Span<sbyte>(output, columns));
            }
        }
    }

    private void Pack(ReadOnlySpan<sbyte> weights, GemmConstants constants, int firstColumn, int width)
    {
        sbyte* packed = BlockAt(firstColumn);
        new ReadOnlySpan<int>(constants.Initial, firstColumn, width).CopyTo(new Span<int>(packed, width));
        packed += width * sizeof(int);
        for (int i = 0; i < Math.Min(width, Columns - firstColumn); i++)
        {
            PackColumn(weights.Slice((firstColumn + i) * Depth, Depth), packed + (i / Quad * VectorBytes), i % Quad, width);
        }

        packed += width * _quads * Quad;
        new ReadOnlySpan<int>(constants.Multipliers, firstColumn, width).CopyTo(new Span<int>(packed, width));
    }

    /// <summary>Spreads one column over its places in the vectors of a block.</summary>
    private void PackColumn(ReadOnlySpan<sbyte> column, sbyte* packed, int place, int width)
    {
        for (; column.Length > 0; column = column[Math.Min(Quad, column.Length)..], packed += width * Quad)
        {
            if (_inPairs)
            {
                *(ushort*)(packed + (place * 2)) = (ushort)Four(column);
                *(ushort*)(packed + (VectorBytes / 2) + (place * 2)) = (ushort)(Four(column) >> 16);
            }
            else
            {
                *(uint*)(packed + (place * Quad)) = Four(column);
            }
        }
    }

    /// <summary>The next four weights, zeros behind the last.</summary>
    private static uint Four(ReadOnlySpan<sbyte> weights)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(weights);
        if (bytes.Length >= Quad)
        {
            return MemoryMarshal.Read<uint>(bytes);
        }

        uint four = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            four |= (uint)bytes[i] << (8 * i);
        }

        return four;
    }
}
