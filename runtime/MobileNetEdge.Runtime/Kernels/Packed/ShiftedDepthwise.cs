namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A depthwise convolution some of whose channels have multipliers of 1 and more: these are computed one by one after the others.
/// </summary>
internal sealed unsafe class ShiftedDepthwise : PackedDepthwise
{
    private readonly PackedDepthwise _others;
    private readonly WeightedSum _sum;

    private ShiftedDepthwise(PackedDepthwise others, WeightedSum sum)
        : base(others.Channels, others.Taps, others.Stride)
    {
        (_others, _sum) = (others, sum);
    }

    /// <summary>The kernel as it is where no channel is shifted; null for null.</summary>
    /// <param name="others">The kernel of <see cref="WeightedSum.WithoutShifts"/>.</param>
    /// <param name="sum">The sum.</param>
    public static PackedDepthwise? Around(PackedDepthwise? others, WeightedSum sum)
    {
        return others is null || sum.ShiftedChannels.Length == 0 ? others : new ShiftedDepthwise(others, sum);
    }

    /// <inheritdoc/>
    public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        _others.Run(input, output, outputPitch, rows, width, firstChannel, endChannel);
        foreach (int channel in _sum.ShiftedChannels)
        {
            for (int row = 0; row < rows && channel >= firstChannel && channel < endChannel; row++)
            {
                RunRow(input + row * Stride, output + row * outputPitch, width, channel);
            }
        }
    }

    private void RunRow(sbyte** input, sbyte* output, int width, int channel)
    {
        for (nint x = 0; x < width; x++)
        {
            int accumulator = Accumulator(input, x * Stride * Channels + channel, channel);
            output[x * Channels + channel] = _sum.Output.Apply(accumulator, _sum.Multipliers[channel]);
        }
    }

    private int Accumulator(sbyte** input, nint offset, int channel)
    {
        int accumulator = _sum.Bias[channel];
        int weight = channel;
        for (int row = 0; row < Taps; row++)
        {
            for (int column = 0; column < Taps; column++)
            {
                accumulator += (input[row][offset + column * Channels] - _sum.InputZeroPoint) * _sum.Weights[weight];
                weight += Channels;
            }
        }

        return accumulator;
    }
}
