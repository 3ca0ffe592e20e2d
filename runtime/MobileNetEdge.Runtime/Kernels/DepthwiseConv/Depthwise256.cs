namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Depthwise kernels for 256-bit registers.</summary>
internal static class Depthwise256
{
    /// <summary>The kernel for a window; null if channels don't come in whole granules.</summary>
    public static PackedDepthwise? Of<TWindow, TQuads, TWeights>(WeightedSum sum, int channels, int taps, int stride)
        where TWindow : struct, IQuadWindow<TQuads, TWeights>
    {
        return (taps, stride) switch
        {
            _ when channels % PackedDepthwise.ChannelGranule != 0 => null,
            (3, 1) => new Depthwise256<TWindow, TQuads, TWeights, QuadShapes.ThreeByOne>(sum, channels),
            (3, 2) => new Depthwise256<TWindow, TQuads, TWeights, QuadShapes.ThreeByTwo>(sum, channels),
            (5, 1) => new Depthwise256<TWindow, TQuads, TWeights, QuadShapes.FiveByOne>(sum, channels),
            (5, 2) => new Depthwise256<TWindow, TQuads, TWeights, QuadShapes.FiveByTwo>(sum, channels),
            _ => new DepthwiseAnyAvx2(sum, channels, taps, stride),
        };
    }
}
