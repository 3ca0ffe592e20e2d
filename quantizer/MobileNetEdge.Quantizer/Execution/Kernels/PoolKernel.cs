namespace MobileNetEdge.Quantizer.Execution;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D: border elements do not count in sum or divisor; a unit is an output row.</summary>
internal sealed class PoolKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly bool _isAverage;
    private readonly SlidingAxis _vertical;
    private readonly SlidingAxis _horizontal;
    private readonly int _channels;
    private readonly ClampFunction _clamp;

    public PoolKernel(Pool2D pool, int source, int target)
    {
        Shape input = pool.Input.Shape;
        Shape output = pool.Output.Shape;
        _source = source;
        _target = target;
        _isAverage = pool.Function == PoolFunction.Average;
        _vertical = SlidingAxis.Of(new(pool.StrideHeight), input[1], pool.WindowHeight, output[1], pool.Padding);
        _horizontal = SlidingAxis.Of(new(pool.StrideWidth), input[2], pool.WindowWidth, output[2], pool.Padding);
        _channels = input[3];
        _clamp = ClampFunction.Of(pool.Activation);
        Units = output[0] * output[1];
        Work = (long)output.ElementCount * Math.Min(pool.WindowHeight, input[1]) * Math.Min(pool.WindowWidth, input[2]);
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        ReadOnlySpan<float> source = buffers.Span(_source);
        Span<float> target = buffers.Span(_target)[(first * _horizontal.Output * _channels)..];
        for (int unit = first; unit < end; unit++)
        {
            (int n, int y) = Math.DivRem(unit, _vertical.Output);
            for (int x = 0; x < _horizontal.Output; x++)
            {
                Pool(source, n, y, x, target[.._channels]);
                target = target[_channels..];
            }
        }
    }

    private void Pool(ReadOnlySpan<float> source, int n, int y, int x, Span<float> result)
    {
        (int top, int bottom) = _vertical.TapsInside(y);
        (int left, int right) = _horizontal.TapsInside(x);
        result.Fill(_isAverage ? 0 : float.NegativeInfinity);
        for (int ky = top; ky < bottom; ky++)
        {
            int row = n * _vertical.Input + _vertical.Position(y, ky);
            for (int kx = left; kx < right; kx++)
            {
                int pixel = row * _horizontal.Input + _horizontal.Position(x, kx);
                Accumulate(source.Slice(pixel * _channels, _channels), result);
            }
        }

        float factor = _isAverage ? 1f / ((bottom - top) * (right - left)) : 1;
        Elements.Map(new ScaleFunction(factor, _clamp), result, result);
    }

    private void Accumulate(ReadOnlySpan<float> pixel, Span<float> result)
    {
        ClampFunction unbounded = ClampFunction.Of(FusedActivation.None);
        if (_isAverage)
        {
            Elements.Combine<AddFunction>(unbounded, result, pixel, result);
        }
        else
        {
            Elements.Combine<MaxFunction>(unbounded, result, pixel, result);
        }
    }
}
