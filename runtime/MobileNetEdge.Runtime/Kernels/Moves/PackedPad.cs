using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>PAD: rows of the output one by one, of border or of a run of the input with border around it.</summary>
/// <remarks>A dimension without a border of its own is merged into the one before it, whose border then counts in its elements.</remarks>
internal sealed unsafe class PackedPad : PreparedOperator
{
    private readonly List<Extent> _outer = [];
    private readonly Extent _run;
    private readonly ArenaSlice _input;
    private readonly ArenaSlice _output;
    private readonly byte _zero;

    public PackedPad(Pad pad, PrepareContext context)
    {
        Path = context.Kernels!.Path;
        _input = context.Slice(pad.Input);
        _output = context.Slice(pad.Output);
        _zero = unchecked((byte)pad.Output.Quantization!.ZeroPoint);
        Shape shape = pad.Input.Shape;
        _run = new Extent(1, 0, 0);
        for (int d = 0; d < shape.Rank; d++)
        {
            if (pad.Before[d] > 0 || pad.After[d] > 0)
            {
                _outer.Add(_run);
                _run = new Extent(shape[d], pad.Before[d], pad.After[d]);
            }
            else
            {
                _run = new Extent(_run.Input * shape[d], _run.Before * shape[d], _run.After * shape[d]);
            }
        }

        MaxParts = pad.Output.Shape.ElementCount / _run.Output;
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <summary>Rows of the output.</summary>
    public override int MaxParts { get; }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        (int first, int end) = share.Of(MaxParts);
        sbyte* input = share.Arena.Pointer(_input);
        sbyte* target = share.Arena.Pointer(_output) + (nint)first * _run.Output;
        for (int row = first; row < end; row++)
        {
            int source = SourceRow(row);
            if (source < 0)
            {
                Fill(target, _run.Output);
            }
            else
            {
                Fill(target, _run.Before);
                Unsafe.CopyBlockUnaligned(target + _run.Before, input + (nint)source * _run.Input, (uint)_run.Input);
                Fill(target + _run.Before + _run.Input, _run.After);
            }

            target += _run.Output;
        }
    }

    private void Fill(sbyte* target, int count) => Unsafe.InitBlockUnaligned(target, _zero, (uint)count);

    /// <summary>The row of the input that a row of the output holds; below 0 for one of border.</summary>
    private int SourceRow(int row)
    {
        int source = 0;
        int stride = 1;
        for (int d = _outer.Count - 1; d >= 0; d--)
        {
            Extent extent = _outer[d];
            (row, int position) = d == 0 ? (0, row) : Math.DivRem(row, extent.Output);
            position -= extent.Before;
            if ((uint)position >= (uint)extent.Input)
            {
                return -1;
            }

            source += position * stride;
            stride *= extent.Input;
        }

        return source;
    }

    /// <summary>A dimension.</summary>
    private readonly record struct Extent(int Input, int Before, int After)
    {
        public int Output => Before + Input + After;
    }
}
