using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>TRANSPOSE.</summary>
internal sealed class TransposeReference : PreparedOperator
{
    private readonly Operand _input;
    private readonly ArenaSlice _output;
    private readonly StridedRange _source;

    public TransposeReference(Transpose transpose, PrepareContext context)
    {
        _input = context.Operand(transpose.Input);
        _output = context.Slice(transpose.Output);
        int[] strides = StridedRange.RowMajorStrides(transpose.Input.Shape);
        _source = new StridedRange(transpose.Output.Shape.Extents.ToArray(), [.. transpose.Permutation.Select(d => strides[d])]);
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena);
        StridedIndex index = new(_source);
        foreach (ref sbyte result in share.Arena.Int8(_output))
        {
            result = source[index.Offset];
            index.MoveNext();
        }
    }
}
