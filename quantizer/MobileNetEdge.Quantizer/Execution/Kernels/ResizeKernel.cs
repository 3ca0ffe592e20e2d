namespace MobileNetEdge.Quantizer.Execution;

/// <summary>RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR; a unit is an output row.</summary>
internal sealed class ResizeKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly Shape _input;
    private readonly Neighbors[] _rows;
    private readonly Neighbors[] _columns;
    private readonly bool _isBilinear;

    public ResizeKernel(Resize resize, int source, int target)
    {
        _source = source;
        _target = target;
        _input = resize.Input.Shape;
        _rows = ResizeAxis.Of(resize, 1);
        _columns = ResizeAxis.Of(resize, 2);
        _isBilinear = resize.Function == ResizeFunction.Bilinear;
        Work = 4L * resize.Output.Shape.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units => _input[0] * _rows.Length;

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        int channels = _input[3];
        ReadOnlySpan<float> source = buffers.Span(_source);
        Span<float> rest = buffers.Span(_target)[(first * _columns.Length * channels)..];
        for (int unit = first; unit < end; unit++)
        {
            (int n, int y) = Math.DivRem(unit, _rows.Length);
            ReadOnlySpan<float> lower = Row(source, n, _rows[y].Lower);
            Span<float> row = rest[..(_columns.Length * channels)];
            if (_isBilinear)
            {
                InterpolateRow(lower, Row(source, n, _rows[y].Upper), _rows[y].Weight, _columns, row);
            }
            else
            {
                CopyRow(lower, row);
            }

            rest = rest[row.Length..];
        }
    }

    /// <summary>A row between two others.</summary>
    /// <param name="lower">The row before.</param>
    /// <param name="upper">The row behind.</param>
    /// <param name="weight">The share of the row behind.</param>
    /// <param name="columns">Where each pixel of the result comes from in both.</param>
    /// <param name="result">The row, as many pixels as there are columns.</param>
    public static void InterpolateRow(
        ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, float weight, Neighbors[] columns, Span<float> result)
    {
        int channels = result.Length / columns.Length;
        for (int x = 0; x < columns.Length; x++)
        {
            Interpolate(lower, upper, weight, columns[x], result.Slice(x * channels, channels));
        }
    }

    private static void Interpolate(
        ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, float rowWeight, Neighbors column, Span<float> result)
    {
        int left = column.Lower * result.Length;
        int right = column.Upper * result.Length;
        for (int i = 0; i < result.Length; i++)
        {
            float above = lower[left + i] * (1 - column.Weight) + lower[right + i] * column.Weight;
            float below = upper[left + i] * (1 - column.Weight) + upper[right + i] * column.Weight;
            result[i] = above * (1 - rowWeight) + below * rowWeight;
        }
    }

    private void CopyRow(ReadOnlySpan<float> source, Span<float> result)
    {
        int channels = _input[3];
        for (int x = 0; x < _columns.Length; x++)
        {
            source.Slice(_columns[x].Lower * channels, channels).CopyTo(result[(x * channels)..]);
        }
    }

    private ReadOnlySpan<float> Row(ReadOnlySpan<float> source, int n, int y)
    {
        int length = _input[2] * _input[3];
        return source.Slice((n * _input[1] + y) * length, length);
    }
}
