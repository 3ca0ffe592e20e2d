namespace MobileNetEdge.TfLite;

/// <summary>SOFTMAX: one argument.</summary>
internal sealed class SoftmaxCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 1);
        float beta = source.Options(OptionsKind.Softmax).Single(SoftmaxSlots.Beta);
        return beta > 0 && float.IsFinite(beta)
            ? new Softmax(source.Input(0), source.Output, beta)
            : throw source.Invalid($"found beta {beta}, expected a positive finite number");
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Softmax;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        sink.AddInputs(step);
        sink.SetOptions(OptionsKind.Softmax, new FlatFields().Single(SoftmaxSlots.Beta, ((Softmax)step).Beta));
    }
}
