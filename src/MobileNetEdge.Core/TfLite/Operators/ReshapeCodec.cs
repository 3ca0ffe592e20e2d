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

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Reshape { IsSqueeze: false };

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        Shape target = step.Outputs[0].Shape;
        sink.AddInputs(step);
        if (target.Rank > 0)
        {
            sink.AddIntegers(step, "shape", target.Extents, new Shape(target.Rank));
        }

        sink.SetOptions(OptionsKind.Reshape, new FlatFields());
    }
}
