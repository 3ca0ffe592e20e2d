namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Chooses the kernel of a depthwise convolution for cores with SDOT.</summary>
internal readonly struct DepthwiseConvDp : IDepthwiseChoice
{
    /// <inheritdoc/>
    public static PackedDepthwise Create<TStage>(WeightedSum sum, int channels, int taps, int stride)
        where TStage : struct, INeonStage
    {
        return (taps, stride) switch
        {
            (3, 1) => new Depthwise3x3Stride1Dp<TStage>(sum, channels),
            (3, 2) => new Depthwise3x3Stride2Dp<TStage>(sum, channels),
            (5, 1) => new Depthwise5x5Stride1Dp<TStage>(sum, channels),
            (5, 2) => new Depthwise5x5Stride2Dp<TStage>(sum, channels),
            _ => DepthwiseConvAdvSimd.Create<TStage>(sum, channels, taps, stride),
        };
    }
}
