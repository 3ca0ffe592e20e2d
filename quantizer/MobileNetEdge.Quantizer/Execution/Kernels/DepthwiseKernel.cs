using System.Numerics;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>DEPTHWISE_CONV_2D: each output pixel sums its taps for some vectors of channels at a time; a unit is an output row.</summary>
internal sealed unsafe class DepthwiseKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly SlidingAxis _vertical;
    private readonly SlidingAxis _horizontal;
    private readonly int _channels;
    private readonly int _multiplier;
    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;
    private readonly ClampFunction _clamp;

    public DepthwiseKernel(DepthwiseConv2D conv, int source, int target, StorageTable constants)
    {
        Shape input = conv.Input.Shape;
        Shape output = conv.Output.Shape;
        Shape weights = conv.Weights.Shape;
        _source = source;
        _target = target;
        _vertical = SlidingAxis.Of(conv.Vertical, input[1], weights[1], output[1], conv.Padding);
        _horizontal = SlidingAxis.Of(conv.Horizontal, input[2], weights[2], output[2], conv.Padding);
        _channels = output[3];
        _multiplier = conv.DepthMultiplier;
        _clamp = ClampFunction.Of(conv.Activation);
        ReadOnlySpan<float> values = constants.Constant(conv, conv.Weights);
        _weights = new AlignedFloats(values.Length);
        values.CopyTo(_weights.Span);
        _bias = new AlignedFloats(_channels);
        if (conv.Bias is not null)
        {
            constants.Constant(conv, conv.Bias).CopyTo(_bias.Span);
        }

        Units = output[0] * output[1];
        Work = (long)output.ElementCount * weights[1] * weights[2] / 8;
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        int outputRow = _horizontal.Output * _channels;
        fixed (float* source = buffers.Span(_source), target = buffers.Span(_target), weights = _weights.Span, bias = _bias.Span)
        {
            for (int row = first; row < end; row++)
            {
                SumRow(source, weights, bias, target + (nint)row * outputRow, row);
            }
        }
    }

    private void SumRow(float* source, float* weights, float* bias, float* target, int row)
    {
        int inputChannels = _channels / _multiplier;
        nint rowLength = (nint)_horizontal.Input * inputChannels;
        (int n, int y) = Math.DivRem(row, _vertical.Output);
        (int top, int bottom) = _vertical.TapsInside(y);
        float* inputRow = source + ((nint)n * _vertical.Input + _vertical.Position(y, top)) * rowLength;
        for (int x = 0; x < _horizontal.Output; x++)
        {
            (int left, int right) = _horizontal.TapsInside(x);
            DepthwiseWindow window = new()
            {
                Source = inputRow + (nint)_horizontal.Position(x, left) * inputChannels,
                Weights = weights + (nint)(top * _horizontal.Taps + left) * _channels,
                Rows = bottom - top,
                Columns = right - left,
                SourceRow = _vertical.Dilation * rowLength,
                SourceColumn = (nint)_horizontal.Dilation * inputChannels,
                WeightRow = (nint)_horizontal.Taps * _channels,
                WeightColumn = _channels,
            };
            SumPixel(window, bias, target + (nint)x * _channels);
        }
    }

    private void SumPixel(DepthwiseWindow window, float* bias, float* target)
    {
        int width = Vector<float>.Count;
        int channel = 0;
        if (_multiplier == 1)
        {
            for (; channel <= _channels - 4 * width; channel += 4 * width)
            {
                window.SumFourVectors(channel, bias + channel, target + channel, _clamp);
            }

            for (; channel <= _channels - width; channel += width)
            {
                window.SumVector(channel, bias + channel, target + channel, _clamp);
            }
        }

        for (; channel < _channels; channel++)
        {
            float sum = window.Sum(channel, channel / _multiplier, bias[channel]);
            target[channel] = Math.Min(Math.Max(sum, _clamp.Min), _clamp.Max);
        }
    }
}
