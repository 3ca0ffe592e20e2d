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
}
