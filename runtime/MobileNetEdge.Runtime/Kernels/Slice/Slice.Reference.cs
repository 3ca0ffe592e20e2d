using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>SLICE: for each index of the outer dimensions, neighbours along the innermost one.</summary>
internal sealed class SliceReference : PreparedOperator
{
    private readonly Operand _input;
    private readonly ArenaSlice _output;
    private readonly StridedRange _rows;
    private readonly int _rowLength;
    private readonly int _first;

    public SliceReference(Slice slice, PrepareContext context)
    {
        _input = context.Operand(slice.Input);
        _output = context.Slice(slice.Output);
        int[] strides = StridedRange.RowMajorStrides(slice.Input.Shape);
        int[] extents = slice.Output.Shape.Extents.ToArray();
        int outer = Math.Max(extents.Length - 1, 0);
        _rows = new StridedRange(extents[..outer], strides[..outer]);
        _rowLength = extents.Length == 0 ? 1 : extents[^1];
        _first = slice.Begin.Zip(strides, (begin, stride) => begin * stride).Sum();
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena)[_first..];
        Span<sbyte> rest = share.Arena.Int8(_output);
        StridedIndex row = new(_rows);
        while (!rest.IsEmpty)
        {
            source.Slice(row.Offset, _rowLength).CopyTo(rest);
            rest = rest[_rowLength..];
            row.MoveNext();
        }
    }
}
