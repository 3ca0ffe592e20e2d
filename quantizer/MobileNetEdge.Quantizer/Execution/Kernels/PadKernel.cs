namespace MobileNetEdge.Quantizer.Execution;

/// <summary>PAD: zeros, then the input's rows at their places.</summary>
internal sealed class PadKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly int _rowLength;
    private readonly StridedRange _rows;
    private readonly int _firstInside;

    public PadKernel(Pad pad, int source, int target)
    {
        Shape input = pad.Input.Shape;
        int[] strides = StridedRange.RowMajorStrides(pad.Output.Shape);
        _source = source;
        _target = target;
        _rowLength = input.Rank == 0 ? 1 : input[^1];
        _rows = new StridedRange([.. input.Extents.ToArray().SkipLast(1)], [.. strides.SkipLast(1)]);
        _firstInside = pad.Before.Zip(strides, (before, stride) => before * stride).Sum();
        Work = pad.Output.Shape.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units => 1;

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        ReadOnlySpan<float> source = buffers.Span(_source);
        Span<float> target = buffers.Span(_target);
        target.Clear();
        for (int row = 0; row < _rows.Count; row++)
        {
            source.Slice(row * _rowLength, _rowLength).CopyTo(target[(_firstInside + _rows.Offset(row))..]);
        }
    }
}
