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
}
