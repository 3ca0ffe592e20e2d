namespace MobileNetEdge.TfLite;

/// <summary>The codecs by operator code.</summary>
internal static class OperatorCodecs
{
    /// <summary>The codec of an operator, or null where this library can only list it.</summary>
    public static OperatorCodec? Find(OperatorCode code)
    {
        foreach ((BuiltinOperator known, OperatorCodec codec) in All)
        {
            if (known == code.Builtin && (codec.CustomName is null || codec.CustomName == code.Name))
            {
                return codec;
            }
        }

        return null;
    }

    /// <summary>The code and codec that an operator is written with, or null where the format has none for it.</summary>
    public static (BuiltinOperator Code, OperatorCodec Codec)? Find(Operator step)
    {
        foreach ((BuiltinOperator Code, OperatorCodec Codec) entry in All)
        {
            if (entry.Codec.Writes(step))
            {
                return entry;
            }
        }

        return null;
    }

    private static readonly (BuiltinOperator Code, OperatorCodec Codec)[] All =
    [
        (BuiltinOperator.Conv2D, new Conv2DCodec()),
        (BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DCodec()),
        (BuiltinOperator.FullyConnected, new FullyConnectedCodec()),
        (BuiltinOperator.Add, new BinaryCodec(BinaryFunction.Add, OptionsKind.Add)),
        (BuiltinOperator.Sub, new BinaryCodec(BinaryFunction.Sub, OptionsKind.Sub)),
        (BuiltinOperator.Mul, new BinaryCodec(BinaryFunction.Mul, OptionsKind.Mul)),
        (BuiltinOperator.AveragePool2D, new Pool2DCodec(PoolFunction.Average)),
        (BuiltinOperator.MaxPool2D, new Pool2DCodec(PoolFunction.Max)),
        (BuiltinOperator.Mean, new MeanCodec()),
        (BuiltinOperator.Pad, new PadCodec()),
        (BuiltinOperator.Reshape, new ReshapeCodec()),
        (BuiltinOperator.Squeeze, new SqueezeCodec()),
        (BuiltinOperator.Transpose, new TransposeCodec()),
        (BuiltinOperator.Concatenation, new ConcatenationCodec()),
        (BuiltinOperator.Slice, new SliceCodec()),
        (BuiltinOperator.StridedSlice, new StridedSliceCodec()),
        (BuiltinOperator.Softmax, new SoftmaxCodec()),
        (BuiltinOperator.Logistic, new UnaryCodec(UnaryFunction.Logistic)),
        (BuiltinOperator.Tanh, new UnaryCodec(UnaryFunction.Tanh)),
        (BuiltinOperator.HardSwish, new UnaryCodec(UnaryFunction.HardSwish)),
        (BuiltinOperator.Relu, new UnaryCodec(UnaryFunction.Relu)),
        (BuiltinOperator.Relu6, new UnaryCodec(UnaryFunction.Relu6)),
        (BuiltinOperator.ReluN1To1, new UnaryCodec(UnaryFunction.ReluN1To1)),
        (BuiltinOperator.Quantize, new ConversionCodec(toFloat: false)),
        (BuiltinOperator.Dequantize, new ConversionCodec(toFloat: true)),
        (BuiltinOperator.ResizeBilinear, new ResizeCodec(ResizeFunction.Bilinear)),
        (BuiltinOperator.ResizeNearestNeighbor, new ResizeCodec(ResizeFunction.NearestNeighbor)),
        (BuiltinOperator.Custom, new DetectionPostProcessCodec()),
    ];
}
