namespace MobileNetEdge.TfLite;

/// <summary>SQUEEZE: one argument; the output tensor's shape says which dimensions go.</summary>
internal sealed class SqueezeCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 1);
        return new Reshape(source.Input(0), source.Output, IsSqueeze: true);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Reshape { IsSqueeze: true };

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.Squeeze, new FlatFields());
    }
}
