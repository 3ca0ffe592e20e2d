using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Runs dilated depthwise convolutions on the kernels of dense ones: windows whose taps lie d apart see only every d-th row and column, so each of
/// the d² pictures of these is convolved by itself.
/// </summary>
internal static class DilatedWindows
{
    public static void Apply(Graph graph, PackedKernels kernels)
    {
        graph.Rewrite(step => step is DepthwiseConv2D conv && Fits(conv) && Dense(conv) is { } dense && kernels.Depthwise(dense) is not null
            ?
            [
                new PhaseMove(conv.Input, dense.Input, conv.Vertical.Dilation, Splits: true),
                dense,
                new PhaseMove(dense.Output, conv.Output, conv.Vertical.Dilation, Splits: false),
            ]
            : [step]);
    }

    /// <summary>With odd windows, SAME and stride 1 the border of each part is SAME's too.</summary>
    private static bool Fits(DepthwiseConv2D conv)
    {
        int phases = conv.Vertical.Dilation;
        return phases > 1 && conv.Horizontal == conv.Vertical && conv.Vertical.Stride == 1 && conv.Padding == Padding.Same
            && conv.Weights.Shape[1] % 2 == 1 && conv.Weights.Shape[2] % 2 == 1
            && conv.Input.Shape[1] % phases == 0 && conv.Input.Shape[2] % phases == 0
            && !conv.Input.IsConstant;
    }

    private static DepthwiseConv2D Dense(DepthwiseConv2D conv)
    {
        return conv with
        {
            Input = Split(conv.Input, conv.Vertical.Dilation),
            Output = Split(conv.Output, conv.Vertical.Dilation),
            Vertical = new(1),
            Horizontal = new(1),
        };
    }

    private static Tensor Split(Tensor tensor, int phases)
    {
        Shape shape = tensor.Shape;
        Shape split = new(shape[0] * phases * phases, shape[1] / phases, shape[2] / phases, shape[3]);
        return new Tensor(tensor.Name, tensor.Type, split, tensor.Quantization);
    }
}
