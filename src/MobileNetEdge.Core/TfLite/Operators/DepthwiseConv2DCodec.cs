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

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is DepthwiseConv2D;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        DepthwiseConv2D conv = (DepthwiseConv2D)step;
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.DepthwiseConv2D, new FlatFields()
            .UInt8(DepthwiseConv2DSlots.Padding, OperatorSink.CodeOf(conv.Padding))
            .Int32(DepthwiseConv2DSlots.StrideWidth, conv.Horizontal.Stride)
            .Int32(DepthwiseConv2DSlots.StrideHeight, conv.Vertical.Stride)
            .Int32(DepthwiseConv2DSlots.DepthMultiplier, conv.DepthMultiplier)
            .UInt8(DepthwiseConv2DSlots.Activation, OperatorSink.CodeOf(conv.Activation))
            .Int32(DepthwiseConv2DSlots.DilationWidth, conv.Horizontal.Dilation, absent: 1)
            .Int32(DepthwiseConv2DSlots.DilationHeight, conv.Vertical.Dilation, absent: 1));
    }
}
