namespace MobileNetEdge.TfLite;

/// <summary>CONV_2D: input, weights and perhaps a bias.</summary>
internal sealed class Conv2DCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 3);
        FlatTable options = source.Options(OptionsKind.Conv2D);
        WindowAxis vertical = new(
            source.Positive(options, Conv2DSlots.StrideHeight, "vertical stride"),
            source.Positive(options, Conv2DSlots.DilationHeight, "vertical dilation", absent: 1));
        WindowAxis horizontal = new(
            source.Positive(options, Conv2DSlots.StrideWidth, "horizontal stride"),
            source.Positive(options, Conv2DSlots.DilationWidth, "horizontal dilation", absent: 1));
        return new Conv2D(
            source.Input(0), source.Input(1), source.OptionalInput(2), source.Output, vertical, horizontal,
            source.Padding(options, Conv2DSlots.Padding), source.Activation(options, Conv2DSlots.Activation));
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Conv2D;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Conv2D conv = (Conv2D)step;
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.Conv2D, new FlatFields()
            .UInt8(Conv2DSlots.Padding, OperatorSink.CodeOf(conv.Padding))
            .Int32(Conv2DSlots.StrideWidth, conv.Horizontal.Stride)
            .Int32(Conv2DSlots.StrideHeight, conv.Vertical.Stride)
            .UInt8(Conv2DSlots.Activation, OperatorSink.CodeOf(conv.Activation))
            .Int32(Conv2DSlots.DilationWidth, conv.Horizontal.Dilation, absent: 1)
            .Int32(Conv2DSlots.DilationHeight, conv.Vertical.Dilation, absent: 1));
    }
}
