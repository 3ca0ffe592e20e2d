using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Moves pixels between a picture and the pictures of its phases.</summary>
internal sealed class PhaseMoveKernel(PhaseMove step, PrepareContext context, ExecutionPath path) : PreparedOperator
{
    private readonly Shape _whole = step.Splits ? step.Input.Shape : step.Output.Shape;
    private readonly Operand _source = context.Operand(step.Input);
    private readonly ArenaSlice _target = context.Slice(step.Output);

    /// <inheritdoc/>
    public override ExecutionPath Path => path;

    /// <inheritdoc/>
    public override int MaxParts => _whole[0] * _whole[1];

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _source.Read<sbyte>(share.Arena);
        Span<sbyte> target = share.Arena.Int8(_target);
        (int first, int end) = share.Of(MaxParts);
        for (int row = first; row < end; row++)
        {
            MoveRow(source, target, row);
        }
    }

    private void MoveRow(ReadOnlySpan<sbyte> source, Span<sbyte> target, int row)
    {
        (int height, int width, int channels, int phases) = (_whole[1], _whole[2], _whole[3], step.Phases);
        (int picture, int y) = Math.DivRem(row, height);
        for (int x = 0; x < width; x++)
        {
            int part = (picture * phases + y % phases) * phases + x % phases;
            int apart = ((part * (height / phases) + y / phases) * (width / phases) + x / phases) * channels;
            int whole = (row * width + x) * channels;
            (int from, int to) = step.Splits ? (whole, apart) : (apart, whole);
            source.Slice(from, channels).CopyTo(target.Slice(to, channels));
        }
    }
}
