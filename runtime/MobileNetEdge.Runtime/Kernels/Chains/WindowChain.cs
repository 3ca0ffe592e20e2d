using System.Collections.Immutable;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A windowed convolution with what comes before and after it, row by row: the inverted residual block (expand, depthwise, project, add), the
/// depthwise-separable pair, and the convolution alone. Rows between the steps live in a ring that fits a near cache.
/// </summary>
internal sealed unsafe class WindowChain : PreparedOperator
{
    private readonly WindowGeometry _geometry;
    private readonly RowSource _source;
    private readonly RowFeed _feed;
    private readonly WindowKernel _window;
    private readonly ImmutableArray<PixelStage> _stages;
    private readonly PixelSequence? _tail;
    private readonly ArenaSlice _output;

    private readonly int _resultOffset;
    private readonly int _scratchOffset;

    /// <summary>Puts a chain together.</summary>
    /// <param name="path">The path of the kernels.</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="zeroPoint">The value of the border.</param>
    /// <param name="source">What makes the window's rows.</param>
    /// <param name="window">The convolution.</param>
    /// <param name="stages">What is done in place to its result.</param>
    /// <param name="tail">What follows; null where the convolution's result is the output.</param>
    /// <param name="output">The result.</param>
    public WindowChain(
        ExecutionPath path, WindowGeometry geometry, int zeroPoint, RowSource source, WindowKernel window,
        ImmutableArray<PixelStage> stages, PixelSequence? tail, ArenaSlice output)
    {
        Path = path;
        _geometry = geometry;
        _source = source;
        _feed = new RowFeed(geometry, zeroPoint, source);
        _window = window;
        _stages = stages;
        _tail = tail;
        _output = output;

        int resultBytes = WindowGeometry.RowsAtOnce * geometry.Horizontal.Output * window.OutputChannels + PackedGemm.ReadSlack;
        _resultOffset = _feed.ScratchByteCount;
        _scratchOffset = (int)ArenaPlanner.AlignUp(_resultOffset + (tail is null ? 0 : resultBytes));
        int tailBytes = tail?.ScratchByteCount(WindowGeometry.RowsAtOnce * geometry.Horizontal.Output) ?? 0;
        ScratchByteCount = _scratchOffset + Math.Max(window.ScratchByteCount, tailBytes);
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int ScratchByteCount { get; }

    /// <inheritdoc/>
    public override int MaxParts => Math.Max(OutputRows, ChannelGranules);

    private int OutputRows => _geometry.Batch * _geometry.Vertical.Output;

    /// <summary>Rows that are computed, and what follows, would be computed by each thread for all channels.</summary>
    private int ChannelGranules =>
        _source.IsComputed || _tail is not null ? 1 : (_window.OutputChannels + _window.ChannelGranule - 1) / _window.ChannelGranule;

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        (int firstRow, int endRow) = (0, OutputRows);
        (int firstChannel, int endChannel) = (0, _window.OutputChannels);
        if (PrefersChannels(share.Parts))
        {
            (firstChannel, endChannel) = share.Of(_window.OutputChannels, _window.ChannelGranule);
        }
        else
        {
            (firstRow, endRow) = share.Of(OutputRows);
        }

        if (firstChannel >= endChannel)
        {
            return;
        }

        _feed.Begin(share.Scratch.At(0));
        int height = _geometry.Vertical.Output;
        for (int row = firstRow; row < endRow;)
        {
            int picture = row / height;
            int end = Math.Min(endRow, (picture + 1) * height);
            RunPicture(share, picture, row - picture * height, end - picture * height, firstChannel, endChannel);
            row = end;
        }
    }

    /// <summary>Output rows from first to end of one picture.</summary>
    private void RunPicture(in Share share, int picture, int firstRow, int endRow, int firstChannel, int endChannel)
    {
        sbyte** rows = stackalloc sbyte*[_feed.RowCount];
        _feed.BeginPicture(share.Scratch.At(0));
        for (int y = firstRow; y < endRow; y += WindowGeometry.RowsAtOnce)
        {
            int count = Math.Min(WindowGeometry.RowsAtOnce, endRow - y);
            _feed.Fill(share, picture, y, count, rows, share.Scratch.At(0));
            RunRows(share, rows, picture * _geometry.Vertical.Output + y, count, firstChannel, endChannel);
        }
    }

    private void RunRows(in Share share, sbyte** rows, int firstRow, int count, int firstChannel, int endChannel)
    {
        int width = _geometry.Horizontal.Output;
        PixelBlock block = new(firstRow * width, count * width, firstChannel, endChannel);
        sbyte* destination = share.Arena.Pointer(_output);
        sbyte* result = _tail is null
            ? destination + (nint)block.FirstPixel * _window.OutputChannels
            : (sbyte*)share.Scratch.At(_resultOffset);
        _window.Run(rows, result, count, firstChannel, endChannel, share.Scratch.At(_scratchOffset));
        foreach (PixelStage stage in _stages)
        {
            stage.Run(share, result, result, block);
        }

        if (_tail is not null)
        {
            PixelBlock all = block with { EndChannel = _tail.OutputChannels };
            _tail.Run(share, result, destination + (nint)block.FirstPixel * _tail.OutputChannels, all, share.Scratch.At(_scratchOffset));
        }
    }

    private bool PrefersChannels(int parts) => Share.Imbalance(ChannelGranules, parts) < Share.Imbalance(OutputRows, parts);
}
