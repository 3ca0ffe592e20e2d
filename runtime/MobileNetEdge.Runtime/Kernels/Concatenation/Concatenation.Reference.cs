using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>CONCATENATION: for each index of the outer dimensions, one block from each part.</summary>
internal sealed class ConcatenationReference : PreparedOperator
{
    private readonly Operand[] _parts;
    private readonly int[] _blocks;
    private readonly ArenaSlice _output;

    public ConcatenationReference(Concatenation concatenation, PrepareContext context)
    {
        _parts = [.. concatenation.Parts.Select(context.Operand)];
        _blocks = [.. concatenation.Parts.Select(part => BlockLength(part.Shape, concatenation.Axis))];
        _output = context.Slice(concatenation.Output);
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        Span<sbyte> rest = share.Arena.Int8(_output);
        for (int outer = 0; !rest.IsEmpty; outer++)
        {
            for (int part = 0; part < _parts.Length; part++)
            {
                int block = _blocks[part];
                _parts[part].Read<sbyte>(share.Arena).Slice(outer * block, block).CopyTo(rest);
                rest = rest[block..];
            }
        }
    }

    private static int BlockLength(Shape shape, int axis)
    {
        int length = 1;
        foreach (int extent in shape.Extents[axis..])
        {
            length *= extent;
        }

        return length;
    }
}
