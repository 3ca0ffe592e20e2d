namespace MobileNetEdge.TfLite;

/// <summary>FULLY_CONNECTED: input, weights and perhaps a bias.</summary>
internal sealed class FullyConnectedCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 3);
        FlatTable options = source.Options(OptionsKind.FullyConnected);
        if (options.UInt8(FullyConnectedSlots.WeightsFormat) != 0)
        {
            source.NotSupported("weights that are not in the default order");
        }

        return new FullyConnected(
            source.Input(0), source.Input(1), source.OptionalInput(2), source.Output,
            options.Bool(FullyConnectedSlots.KeepDimensions), source.Activation(options, FullyConnectedSlots.Activation));
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is FullyConnected;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        FullyConnected connected = (FullyConnected)step;
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.FullyConnected, new FlatFields()
            .UInt8(FullyConnectedSlots.Activation, OperatorSink.CodeOf(connected.Activation))
            .Bool(FullyConnectedSlots.KeepDimensions, connected.KeepDimensions));
    }
}
