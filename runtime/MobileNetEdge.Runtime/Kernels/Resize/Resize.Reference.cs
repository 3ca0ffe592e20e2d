using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>RESIZE_NEAREST_NEIGHBOR, numerics.md equation (19).</summary>
internal sealed class ResizeNearestReference(Resize resize, PrepareContext context) : PreparedOperator
{
    private readonly Shape _inputShape = resize.Input.Shape;
    private readonly Operand _input = context.Operand(resize.Input);
    private readonly ArenaSlice _output = context.Slice(resize.Output);
    private readonly int[] _rows = ResizeAxis.Nearest(resize.Input.Shape[1], resize.Output.Shape[1], resize);
    private readonly int[] _columns = ResizeAxis.Nearest(resize.Input.Shape[2], resize.Output.Shape[2], resize);

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena);
        Span<sbyte> rest = share.Arena.Int8(_output);
        int channels = _inputShape[3];
        for (int n = 0; n < _inputShape[0]; n++)
        {
            foreach (int row in _rows)
            {
                foreach (int column in _columns)
                {
                    int pixel = (n * _inputShape[1] + row) * _inputShape[2] + column;
                    source.Slice(pixel * channels, channels).CopyTo(rest);
                    rest = rest[channels..];
                }
            }
        }
    }
}

/// <summary>RESIZE_BILINEAR, numerics.md equation (20).</summary>
internal sealed class ResizeBilinearReference(Resize resize, PrepareContext context) : PreparedOperator
{
    private const int One = 1 << ResizeAxis.WeightBits;

    private readonly Shape _inputShape = resize.Input.Shape;
    private readonly Operand _input = context.Operand(resize.Input);
    private readonly ArenaSlice _output = context.Slice(resize.Output);
    private readonly (int Lower, int Weight)[] _rows = ResizeAxis.Linear(resize.Input.Shape[1], resize.Output.Shape[1], resize);
    private readonly (int Lower, int Weight)[] _columns = ResizeAxis.Linear(resize.Input.Shape[2], resize.Output.Shape[2], resize);

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena);
        Span<sbyte> destination = share.Arena.Int8(_output);
        int index = 0;
        for (int n = 0; n < _inputShape[0]; n++)
        {
            foreach ((int Lower, int Weight) row in _rows)
            {
                foreach ((int Lower, int Weight) column in _columns)
                {
                    for (int channel = 0; channel < _inputShape[3]; channel++)
                    {
                        destination[index++] = Interpolate(source, n, row, column, channel);
                    }
                }
            }
        }
    }

    private sbyte Interpolate(ReadOnlySpan<sbyte> source, int n, (int Lower, int Weight) row, (int Lower, int Weight) column, int channel)
    {
        int upperRow = Math.Min(row.Lower + 1, _inputShape[1] - 1);
        int upperColumn = Math.Min(column.Lower + 1, _inputShape[2] - 1);
        int weighted =
            (One - row.Weight) * (One - column.Weight) * At(source, n, row.Lower, column.Lower, channel)
            + (One - row.Weight) * column.Weight * At(source, n, row.Lower, upperColumn, channel)
            + row.Weight * (One - column.Weight) * At(source, n, upperRow, column.Lower, channel)
            + row.Weight * column.Weight * At(source, n, upperRow, upperColumn, channel);
        return (sbyte)((weighted + One * One / 2) >> (2 * ResizeAxis.WeightBits));
    }

    private sbyte At(ReadOnlySpan<sbyte> source, int n, int row, int column, int channel)
    {
        return source[((n * _inputShape[1] + row) * _inputShape[2] + column) * _inputShape[3] + channel];
    }
}
