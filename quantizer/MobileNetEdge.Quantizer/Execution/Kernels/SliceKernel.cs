namespace MobileNetEdge.Quantizer.Execution;

/// <summary>SLICE; a unit is a row of the output.</summary>
internal sealed class SliceKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly StridedRange _rows;
    private readonly int _rowLength;
    private readonly int _first;

    public SliceKernel(Slice slice, int source, int target)
    {
        int[] strides = StridedRange.RowMajorStrides(slice.Input.Shape);
        int[] extents = slice.Output.Shape.Extents.ToArray();
        int outer = Math.Max(extents.Length - 1, 0);
        _source = source;
        _target = target;
        _rows = new StridedRange(extents[..outer], strides[..outer]);
        _rowLength = extents.Length == 0 ? 1 : extents[^1];
        _first = slice.Begin.Zip(strides, (begin, stride) => begin * stride).Sum();
        Work = slice.Output.Shape.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units => _rows.Count;

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        ReadOnlySpan<float> source = buffers.Span(_source)[_first..];
        Span<float> target = buffers.Span(_target);
        for (int row = first; row < end; row++)
        {
            source.Slice(_rows.Offset(row), _rowLength).CopyTo(target[(row * _rowLength)..]);
        }
    }
}
