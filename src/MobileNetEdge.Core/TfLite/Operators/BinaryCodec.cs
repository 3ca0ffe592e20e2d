namespace MobileNetEdge.TfLite;

/// <summary>ADD, SUB, MUL: two operands.</summary>
/// <param name="function">The function.</param>
/// <param name="kind">The kind of its options.</param>
internal sealed class BinaryCodec(BinaryFunction function, OptionsKind kind) : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(2, 2);
        FusedActivation activation = source.Activation(source.Options(kind), BinarySlots.Activation);
        return new Binary(function, source.Input(0), source.Input(1), source.Output, activation);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Binary binary && binary.Function == function;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        sink.AddInputs(step);
        sink.SetOptions(kind, new FlatFields().UInt8(BinarySlots.Activation, OperatorSink.CodeOf(((Binary)step).Activation)));
    }
}
