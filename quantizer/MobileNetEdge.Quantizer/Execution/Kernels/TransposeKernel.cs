namespace MobileNetEdge.Quantizer.Execution;

/// <summary>TRANSPOSE; a unit is a row of the output.</summary>
internal sealed class TransposeKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly StridedRange _rows;
    private readonly int _rowLength;
    private readonly int _rowStride;

    public TransposeKernel(Transpose transpose, int source, int target)
    {
        int[] extents = transpose.Output.Shape.Extents.ToArray();
        int[] inputStrides = StridedRange.RowMajorStrides(transpose.Input.Shape);
        int[] strides = [.. transpose.Permutation.Select(d => inputStrides[d])];
        _source = source;
        _target = target;
        _rows = new StridedRange([.. extents.SkipLast(1)], [.. strides.SkipLast(1)]);
        _rowLength = extents.LastOrDefault(1);
        _rowStride = strides.LastOrDefault(1);
        Work = transpose.Output.Shape.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units => _rows.Count;

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        ReadOnlySpan<float> source = buffers.Span(_source);
        for (int row = first; row < end; row++)
        {
            int place = _rows.Offset(row);
            foreach (ref float result in buffers.Span(_target).Slice(row * _rowLength, _rowLength))
            {
                result = source[place];
                place += _rowStride;
            }
        }
    }
}
