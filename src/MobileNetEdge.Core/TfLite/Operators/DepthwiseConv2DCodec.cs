namespace MobileNetEdge.TfLite;

/// <summary>DEPTHWISE_CONV_2D: input, weights and perhaps a bias. The option depth_multiplier is redundant and not read.</summary>
internal sealed class DepthwiseConv2DCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 3);
        FlatTable options = source.Options(OptionsKind.DepthwiseConv2D);
        WindowAxis vertical = new(
            source.Positive(options, DepthwiseConv2DSlots.StrideHeight, "vertical stride"),
            source.Positive(options, DepthwiseConv2DSlots.DilationHeight, "vertical dilation", absent: 1));
        WindowAxis horizontal = new(
            source.Positive(options, DepthwiseConv2DSlots.StrideWidth, "horizontal stride"),
            source.Positive(options, DepthwiseConv2DSlots.DilationWidth, "horizontal dilation", absent: 1));
        return new DepthwiseConv2D(
            source.Input(0), source.Input(1), source.OptionalInput(2), source.Output, vertical, horizontal,
            source.Padding(options, DepthwiseConv2DSlots.Padding), source.Activation(options, DepthwiseConv2DSlots.Activation));
    }
}
