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
}
