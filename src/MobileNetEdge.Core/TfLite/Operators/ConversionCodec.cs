namespace MobileNetEdge.TfLite;

/// <summary>QUANTIZE, DEQUANTIZE: one argument; the tensors' types say the rest.</summary>
/// <param name="toFloat">Whether it is DEQUANTIZE.</param>
internal sealed class ConversionCodec(bool toFloat) : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 1);
        return new Conversion(source.Input(0), source.Output);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is Conversion && step.Name == (toFloat ? "DEQUANTIZE" : "QUANTIZE");

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        sink.AddInputs(step);
        sink.SetOptions(toFloat ? OptionsKind.Dequantize : OptionsKind.Quantize, new FlatFields());
    }
}
