namespace MobileNetEdge.TfLite;

/// <summary>QUANTIZE, DEQUANTIZE: one argument; the tensors' types say the rest.</summary>
internal sealed class ConversionCodec : OperatorCodec
{
    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(1, 1);
        return new Conversion(source.Input(0), source.Output);
    }
}
