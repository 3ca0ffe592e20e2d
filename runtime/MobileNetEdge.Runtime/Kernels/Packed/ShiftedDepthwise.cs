using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A depthwise convolution some of whose channels have multipliers of 1 and more: these are computed one by one after the others.
/// </summary>
internal sealed unsafe class ShiftedDepthwise : PackedDepthwise
{
    private readonly PackedDepthwise _others;
    private readonly OutputStage _output;
    private readonly Channel[] _shifted;

    private ShiftedDepthwise(PackedDepthwise others, WeightedSum sum)
        : base(others.Channels, others.Taps, others.Stride)
    {
        (_others, _output) = (others, sum.Output);
        _shifted = [.. sum.ShiftedChannels.Select(channel => new Channel(channel, sum, others.Channels))];
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
        foreach (Channel channel in _shifted)
        {
            for (int row = 0; row < rows && channel.Index >= firstChannel && channel.Index < endChannel; row++)
            {
                RunRow(input + row * Stride, output + row * outputPitch, width, channel);
            }
        }
    }

    private void RunRow(sbyte** input, sbyte* output, int width, Channel channel)
    {
        for (nint x = 0; x < width; x++)
        {
            int accumulator = Accumulator(input, x * Stride * Channels + channel.Index, channel);
            output[x * Channels + channel.Index] = _output.Apply(accumulator, channel.Multiplier);
        }
    }

    private int Accumulator(sbyte** input, nint offset, Channel channel)
    {
        int accumulator = channel.Initial;
        int tap = 0;
        for (int row = 0; row < Taps; row++)
        {
            sbyte* source = input[row] + offset;
            for (int column = 0; column < Taps; column++)
            {
                accumulator += *source * channel.Weights[tap++];
                source += Channels;
            }
        }

        return accumulator;
    }

    /// <summary>The constants of a channel, taken out of the layer's.</summary>
    private sealed class Channel(int index, WeightedSum sum, int channels)
    {
        public int Index { get; } = index;

        public int Initial { get; } = DepthwiseConstants.InitialOf(sum, channels, index);

        public FixedPointMultiplier Multiplier { get; } = sum.Multipliers[index];

        /// <summary>[taps, taps].</summary>
        public sbyte[] Weights { get; } = Column(sum.Weights, index, channels);

        private static sbyte[] Column(ReadOnlySpan<sbyte> weights, int index, int channels)
        {
            sbyte[] column = new sbyte[weights.Length / channels];
            for (int tap = 0; tap < column.Length; tap++)
            {
                column[tap] = weights[tap * channels + index];
            }

            return column;
        }
    }
}
