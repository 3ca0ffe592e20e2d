namespace MobileNetEdge.TfLite;

/// <summary>The version of an operator that a file must name, by TensorFlow Lite's table of what each version brought (op_version.cc).</summary>
internal static class OperatorVersions
{
    private const int First = 1;
    private const int WithInt8 = 2;

    public static int Of(BuiltinOperator code, Operator step)
    {
        bool isInt8 = step.Inputs[0].Type == ElementType.Int8;
        return (code, step) switch
        {
            (BuiltinOperator.Conv2D, _) => isInt8 ? 3 : First,
            (BuiltinOperator.DepthwiseConv2D, DepthwiseConv2D conv) =>
                isInt8 ? 3 : conv.Vertical.Dilation > 1 || conv.Horizontal.Dilation > 1 ? 2 : First,
            (BuiltinOperator.FullyConnected, FullyConnected connected) => connected.KeepDimensions ? 5 : isInt8 ? 4 : First,
            (BuiltinOperator.ResizeBilinear or BuiltinOperator.ResizeNearestNeighbor, Resize { HalfPixelCenters: true }) => 3,
            (BuiltinOperator.Custom or BuiltinOperator.Reshape or BuiltinOperator.HardSwish or BuiltinOperator.ReluN1To1 or BuiltinOperator.Quantize, _) => First,
            _ => isInt8 ? WithInt8 : First,
        };
    }
}
