namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Kernels for cores with SDOT; what does not profit from it is NEON's.</summary>
internal sealed class DpKernels : AdvSimdKernels
{
    /// <inheritdoc/>
    public override ExecutionPath Path => ExecutionPath.Dp;

    /// <inheritdoc/>
    public override PackedGemm? Gemm(WeightedSum sum, int depth) => NeonGemms.Dp(sum, depth);

    /// <inheritdoc/>
    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride)
    {
        return DepthwiseChoice.Create<DepthwiseConvDp>(sum, channels, taps, stride);
    }
}
