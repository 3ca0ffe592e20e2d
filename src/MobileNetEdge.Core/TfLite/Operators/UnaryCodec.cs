namespace MobileNetEdge.TfLite;

/// <summary>RELU and its like: one argument; options, where there are any, have no fields.</summary>
/// <param name="function">The function.</param>
internal sealed class UnaryCodec(UnaryFunction function) : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 1);
        return new Unary(function, source.Input(0), source.Output);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Unary unary && unary.Function == function;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        sink.AddInputs(step);
        if (function == UnaryFunction.HardSwish)
        {
            sink.SetOptions(OptionsKind.HardSwish, new FlatFields());
        }
    }
}
