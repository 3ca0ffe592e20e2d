using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>ADD, SUB and MUL element by element, with broadcasting.</summary>
internal sealed class BinaryReference : PreparedOperator
{
    private readonly Operand _a;
    private readonly Operand _b;
    private readonly ArenaSlice _output;
    private readonly StridedRange _rangeA;
    private readonly StridedRange _rangeB;
    private readonly BinaryArithmetic _arithmetic;

    public BinaryReference(Binary binary, PrepareContext context)
    {
        _a = context.Operand(binary.A);
        _b = context.Operand(binary.B);
        _output = context.Slice(binary.Output);
        _rangeA = Broadcast(binary.A.Shape, binary.Output.Shape);
        _rangeB = Broadcast(binary.B.Shape, binary.Output.Shape);
        _arithmetic = BinaryArithmetic.Of(binary);
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> a = _a.Read<sbyte>(share.Arena);
        ReadOnlySpan<sbyte> b = _b.Read<sbyte>(share.Arena);
        StridedIndex indexA = new(_rangeA);
        StridedIndex indexB = new(_rangeB);
        foreach (ref sbyte result in share.Arena.Int8(_output))
        {
            result = _arithmetic.Apply(a[indexA.Offset], b[indexB.Offset]);
            indexA.MoveNext();
            indexB.MoveNext();
        }
    }

    /// <summary>Walks an operand along the output's shape: dimensions of extent 1, and those it lacks, do not move.</summary>
    private static StridedRange Broadcast(Shape operand, Shape output)
    {
        int[] own = StridedRange.RowMajorStrides(operand);
        int[] strides = new int[output.Rank];
        for (int i = 1; i <= operand.Rank; i++)
        {
            strides[^i] = operand[^i] == 1 ? 0 : own[^i];
        }

        return new StridedRange(output.Extents.ToArray(), strides);
    }
}
