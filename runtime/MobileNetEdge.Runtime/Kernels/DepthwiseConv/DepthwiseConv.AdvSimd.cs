namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Chooses the NEON kernel of a depthwise convolution.</summary>
internal readonly struct DepthwiseConvAdvSimd : IDepthwiseChoice
{
    /// <inheritdoc/>
    public static PackedDepthwise Create<TStage>(WeightedSum sum, int channels, int taps, int stride)
        where TStage : struct, INeonStage
    {
        return (taps, stride) switch
        {
            (3, 1) when DepthwisePairsAdvSimd.Fits(sum) => new Depthwise3x3Stride1AdvSimd<TStage>(sum, channels),
            (3, 2) when DepthwisePairsAdvSimd.Fits(sum) => new Depthwise3x3Stride2AdvSimd<TStage>(sum, channels),
            (5, 1) when DepthwisePairsAdvSimd.Fits(sum) => new Depthwise5x5AdvSimd<TStage, Counts.One>(sum, channels),
            (5, 2) when DepthwisePairsAdvSimd.Fits(sum) => new Depthwise5x5AdvSimd<TStage, Counts.Two>(sum, channels),
            _ => new DepthwiseAnyAdvSimd<TStage>(sum, channels, taps, stride),
        };
    }
}
