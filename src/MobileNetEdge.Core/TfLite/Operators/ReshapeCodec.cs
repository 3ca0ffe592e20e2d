namespace MobileNetEdge.TfLite;

/// <summary>RESHAPE: the argument and perhaps the target shape as a constant; the output tensor's own shape says the same.</summary>
internal sealed class ReshapeCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 2);
        if (source.OptionalInput(1) is { IsConstant: false })
        {
            source.NotSupported("a target shape that is computed");
        }

        return new Reshape(source.Input(0), source.Output);
    }
}
