using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>PAD: the border is real zero, so the zero point.</summary>
internal sealed class PadReference : PreparedOperator
{
    private readonly Operand _input;
    private readonly ArenaSlice _output;
    private readonly sbyte _zero;
    private readonly StridedRange _inside;
    private readonly int _firstInside;

    public PadReference(Pad pad, PrepareContext context)
    {
        _input = context.Operand(pad.Input);
        _output = context.Slice(pad.Output);
        _zero = (sbyte)pad.Output.Quantization!.ZeroPoint;
        int[] strides = StridedRange.RowMajorStrides(pad.Output.Shape);
        _inside = new StridedRange(pad.Input.Shape.Extents.ToArray(), strides);
        _firstInside = pad.Before.Zip(strides, (before, stride) => before * stride).Sum();
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        Span<sbyte> destination = share.Arena.Int8(_output);
        destination.Fill(_zero);
        StridedIndex inside = new(_inside);
        foreach (sbyte value in _input.Read<sbyte>(share.Arena))
        {
            destination[_firstInside + inside.Offset] = value;
            inside.MoveNext();
        }
    }
}
