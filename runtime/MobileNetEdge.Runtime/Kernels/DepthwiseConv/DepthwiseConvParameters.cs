namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution with everything resolved that does not depend on activations.</summary>
/// <param name="Batch">N.</param>
/// <param name="Vertical">The window along H.</param>
/// <param name="Horizontal">The window along W.</param>
/// <param name="InputChannels">C of the input.</param>
/// <param name="Multiplier">Output channels an input channel has.</param>
/// <param name="Sum">Weights [ky, kx, output channel], bias and requantization.</param>
internal sealed record DepthwiseConvParameters(
    int Batch, SlidingAxis Vertical, SlidingAxis Horizontal, int InputChannels, int Multiplier, WeightedSum Sum)
{
    /// <summary>C of the output.</summary>
    public int OutputChannels => InputChannels * Multiplier;

    public static DepthwiseConvParameters Of(DepthwiseConv2D conv)
    {
        Shape input = conv.Input.Shape;
        Shape weights = conv.Weights.Shape;
        Shape output = conv.Output.Shape;
        return new(
            input[0],
            SlidingAxis.Of(conv.Vertical, input[1], weights[1], output[1], conv.Padding),
            SlidingAxis.Of(conv.Horizontal, input[2], weights[2], output[2], conv.Padding),
            input[3],
            conv.DepthMultiplier,
            WeightedSum.Prepare(conv, conv.Input, conv.Weights, conv.Bias, conv.Output, conv.Activation, channelAxis: 3));
    }
}
