using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A convolution with many weights, and a border before it: the values under as many windows as a middle cache holds are gathered into rows of a
/// matrix, over rows of the picture, so that the weights are read from a far cache as seldom as possible.
/// </summary>
internal sealed unsafe class GatherChain : PreparedOperator
{
    private const int BlockBytes = 256 << 10;
    private const int PitchGranule = 16;

    private readonly WindowGeometry _geometry;
    private readonly int _zeroPoint;
    private readonly PackedGemm _gemm;
    private readonly ImmutableArray<PixelStage> _stages;
    private readonly ArenaSlice _input;
    private readonly ArenaSlice _output;
    private readonly int _pitch;
    private readonly int _blockPixels;
    private readonly int _borderByteCount;

    /// <summary>Puts a chain together.</summary>
    /// <param name="path">The path of the kernels.</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="zeroPoint">The value of the border.</param>
    /// <param name="gemm">The product over gathered windows.</param>
    /// <param name="stages">What is done in place to its result.</param>
    /// <param name="input">The source.</param>
    /// <param name="output">The result.</param>
    public GatherChain(
        ExecutionPath path, WindowGeometry geometry, int zeroPoint, PackedGemm gemm, ImmutableArray<PixelStage> stages,
        ArenaSlice input, ArenaSlice output)
    {
        Path = path;
        (_geometry, _zeroPoint, _gemm, _stages, _input, _output) = (geometry, zeroPoint, gemm, stages, input, output);
        _pitch = (gemm.Depth + PitchGranule - 1) / PitchGranule * PitchGranule;
        int most = Math.Max(BlockBytes / _pitch / gemm.RowGranule, 1) * gemm.RowGranule;
        _blockPixels = Math.Min(most, Pixels);
        _borderByteCount = (int)ArenaPlanner.AlignUp((long)geometry.Channels + PackedGemm.ReadSlack);
        ScratchByteCount = _borderByteCount + (int)ArenaPlanner.AlignUp((long)_blockPixels * _pitch + PackedGemm.ReadSlack);
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int ScratchByteCount { get; }

    /// <inheritdoc/>
    public override int MaxParts => Math.Max(ColumnGranules, Pixels);

    private int Pixels => _geometry.Batch * _geometry.Vertical.Output * _geometry.Horizontal.Output;

    private int ColumnGranules => (_gemm.Columns + _gemm.ColumnGranule - 1) / _gemm.ColumnGranule;

    /// <summary>Threads share columns where these suffice: each gathers all windows, but reads only its weights.</summary>
    public override void Invoke(in Share share)
    {
        (int firstPixel, int endPixel) = (0, Pixels);
        (int firstColumn, int endColumn) = (0, _gemm.Columns);
        if (ColumnGranules >= share.Parts && Pixels <= _blockPixels)
        {
            (firstColumn, endColumn) = share.Of(_gemm.Columns, _gemm.ColumnGranule);
        }
        else
        {
            (firstPixel, endPixel) = share.Of(Pixels, _gemm.RowGranule);
        }

        Unsafe.InitBlockUnaligned(share.Scratch.At(0), unchecked((byte)_zeroPoint), (uint)_borderByteCount);
        sbyte* rows = (sbyte*)share.Scratch.At(_borderByteCount);
        sbyte* output = share.Arena.Pointer(_output);
        for (int pixel = firstPixel; pixel < endPixel; pixel += _blockPixels)
        {
            PixelBlock block = new(pixel, Math.Min(_blockPixels, endPixel - pixel), firstColumn, endColumn);
            for (int i = 0; i < block.Count; i++)
            {
                Gather(share, pixel + i, rows + (nint)i * _pitch);
            }

            sbyte* result = output + (nint)pixel * _gemm.Columns;
            _gemm.Run(rows, _pitch, result, _gemm.Columns, block.Count, firstColumn, endColumn);
            foreach (PixelStage stage in _stages)
            {
                stage.Run(share, result, result, block);
            }
        }
    }

    /// <summary>Copies a window's values. What is written behind them is overwritten by the next window's, or slack.</summary>
    private void Gather(in Share share, int pixel, sbyte* target)
    {
        (int row, int x) = Math.DivRem(pixel, _geometry.Horizontal.Output);
        (int picture, int y) = Math.DivRem(row, _geometry.Vertical.Output);
        SlidingAxis vertical = _geometry.Vertical;
        SlidingAxis horizontal = _geometry.Horizontal;
        sbyte* border = (sbyte*)share.Scratch.At(0);
        bool isDense = horizontal.Dilation == 1 && horizontal.Contains(horizontal.Position(x, 0)) && horizontal.Contains(horizontal.Position(x, horizontal.Taps - 1));
        for (int tap = 0; tap < vertical.Taps; tap++)
        {
            int sourceRow = vertical.Position(y, tap);
            sbyte* source = share.Arena.Pointer(_input)
                + ((nint)picture * vertical.Input + sourceRow) * horizontal.Input * _geometry.Channels;
            if (isDense && vertical.Contains(sourceRow))
            {
                target = Copy(source + (nint)horizontal.Position(x, 0) * _geometry.Channels, target, (nint)horizontal.Taps * _geometry.Channels);
                continue;
            }

            for (int column = 0; column < horizontal.Taps; column++)
            {
                int position = horizontal.Position(x, column);
                bool isInside = vertical.Contains(sourceRow) && horizontal.Contains(position);
                target = Copy(isInside ? source + (nint)position * _geometry.Channels : border, target, _geometry.Channels);
            }
        }
    }

    /// <summary>Copies in whole vectors, and gives the place behind what was asked for.</summary>
    private static sbyte* Copy(sbyte* source, sbyte* target, nint length)
    {
        for (nint i = 0; i < length; i += Vector128<sbyte>.Count)
        {
            Vector128.Store(Vector128.Load(source + i), target + i);
        }

        return target + length;
    }
}
