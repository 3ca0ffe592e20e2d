namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A convolution with everything resolved that does not depend on activations.</summary>
/// <param name="Batch">N.</param>
/// <param name="Vertical">The window along H.</param>
/// <param name="Horizontal">The window along W.</param>
/// <param name="InputChannels">C of the input.</param>
/// <param name="OutputChannels">C of the output.</param>
/// <param name="Groups">Input and output channels are split into as many independent convolutions.</param>
/// <param name="Sum">Weights [output channel, ky, kx, input channel of the group], bias and requantization.</param>
internal sealed record ConvParameters(
    int Batch, SlidingAxis Vertical, SlidingAxis Horizontal, int InputChannels, int OutputChannels, int Groups, WeightedSum Sum)
{
    /// <summary>Input channels that an output sees.</summary>
    public int Depth => InputChannels / Groups;

    public static ConvParameters Of(Conv2D conv)
    {
        Shape input = conv.Input.Shape;
        Shape weights = conv.Weights.Shape;
        Shape output = conv.Output.Shape;
        return new(
            input[0],
            SlidingAxis.Of(conv.Vertical, input[1], weights[1], output[1], conv.Padding),
            SlidingAxis.Of(conv.Horizontal, input[2], weights[2], output[2], conv.Padding),
            input[3],
            output[3],
            input[3] / weights[3],
            WeightedSum.Prepare(conv, conv.Input, conv.Weights, conv.Bias, conv.Output, conv.Activation, channelAxis: 0));
    }

    /// <summary>A fully connected layer is a 1×1 convolution over one-pixel pictures, one for each row.</summary>
    public static ConvParameters Of(FullyConnected connected)
    {
        int depth = connected.Weights.Shape[1];
        return new(
            connected.Input.Shape.ElementCount / depth,
            SlidingAxis.Unit,
            SlidingAxis.Unit,
            depth,
            connected.Weights.Shape[0],
            Groups: 1,
            WeightedSum.Prepare(
                connected, connected.Input, connected.Weights, connected.Bias, connected.Output, connected.Activation, channelAxis: 0));
    }
}
