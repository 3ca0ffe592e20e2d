using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Kernels for AVX2 with VPDPBUSD; what does not profit from it is AVX2's.</summary>
internal sealed class AvxVnniKernels : Avx2Kernels
{
    /// <inheritdoc/>
    public override ExecutionPath Path => ExecutionPath.AvxVnni;

    /// <inheritdoc/>
    public override PackedGemm? Gemm(WeightedSum sum, int depth) =>
        new Gemm256<VnniQuadProduct, Vector256<byte>, Vector256<sbyte>>(sum, depth);

    /// <inheritdoc/>
    public override WinogradKernel? Winograd(WeightedSum sum, WindowGeometry geometry) =>
        WinogradChoice.Create(sum, geometry, WinogradChoice.DotProductRate);

    /// <inheritdoc/>
    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride) =>
        Depthwise256.Of<VnniQuadWindow, Vector256<byte>, Vector256<sbyte>>(sum, channels, taps, stride);
}
