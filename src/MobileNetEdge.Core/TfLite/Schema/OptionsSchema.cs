namespace MobileNetEdge.TfLite;

/// <summary>The kinds of the union BuiltinOptions.</summary>
internal enum OptionsKind : byte
{
    None = 0,
    Conv2D = 1,
    DepthwiseConv2D = 2,
    Pool2D = 5,
    FullyConnected = 8,
    Softmax = 9,
    Concatenation = 10,
    Add = 11,
    ResizeBilinear = 15,
    Reshape = 17,
    Mul = 21,
    Pad = 22,
    Transpose = 26,
    Reducer = 27,
    Sub = 28,
    Squeeze = 30,
    StridedSlice = 32,
    Dequantize = 38,
    Slice = 48,
    ResizeNearestNeighbor = 74,
    Quantize = 89,
    HardSwish = 91,
}

/// <summary>Table Conv2DOptions.</summary>
internal static class Conv2DSlots
{
    public const int Padding = 0;
    public const int StrideWidth = 1;
    public const int StrideHeight = 2;
    public const int Activation = 3;
    public const int DilationWidth = 4;
    public const int DilationHeight = 5;
}

/// <summary>Table DepthwiseConv2DOptions.</summary>
internal static class DepthwiseConv2DSlots
{
    public const int Padding = 0;
    public const int StrideWidth = 1;
    public const int StrideHeight = 2;
    public const int DepthMultiplier = 3;
    public const int Activation = 4;
    public const int DilationWidth = 5;
    public const int DilationHeight = 6;
}

/// <summary>Table Pool2DOptions.</summary>
internal static class Pool2DSlots
{
    public const int Padding = 0;
    public const int StrideWidth = 1;
    public const int StrideHeight = 2;
    public const int WindowWidth = 3;
    public const int WindowHeight = 4;
    public const int Activation = 5;
}

/// <summary>Table FullyConnectedOptions.</summary>
internal static class FullyConnectedSlots
{
    public const int Activation = 0;
    public const int WeightsFormat = 1;
    public const int KeepDimensions = 2;
}

/// <summary>Tables AddOptions, SubOptions, MulOptions.</summary>
internal static class BinarySlots
{
    public const int Activation = 0;
}

/// <summary>Table ConcatenationOptions.</summary>
internal static class ConcatenationSlots
{
    public const int Axis = 0;
    public const int Activation = 1;
}

/// <summary>Table SoftmaxOptions.</summary>
internal static class SoftmaxSlots
{
    public const int Beta = 0;
}

/// <summary>Table ReducerOptions.</summary>
internal static class ReducerSlots
{
    public const int KeepDimensions = 0;
}

/// <summary>Table StridedSliceOptions; a bit stands for a dimension.</summary>
internal static class StridedSliceSlots
{
    public const int BeginMask = 0;
    public const int EndMask = 1;
    public const int EllipsisMask = 2;
    public const int NewAxisMask = 3;
    public const int ShrinkAxisMask = 4;
}

/// <summary>Table ResizeBilinearOptions; two deprecated fields come first.</summary>
internal static class ResizeBilinearSlots
{
    public const int AlignCorners = 2;
    public const int HalfPixelCenters = 3;
}

/// <summary>Table ResizeNearestNeighborOptions.</summary>
internal static class ResizeNearestNeighborSlots
{
    public const int AlignCorners = 0;
    public const int HalfPixelCenters = 1;
}
