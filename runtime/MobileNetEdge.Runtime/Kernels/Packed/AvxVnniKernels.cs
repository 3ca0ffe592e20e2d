using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Kernels for AVX2 with VPDPBUSD; what does not profit from it is AVX2's.</summary>
internal sealed class AvxVnniKernels : KernelSet
{
    /// <inheritdoc/>
    public override ExecutionPath Path => ExecutionPath.AvxVnni;

    /// <inheritdoc/>
    public override PackedGemm? Gemm(WeightedSum sum, int depth) =>
        new Gemm256<VnniQuadProduct, Vector256<byte>, Vector256<sbyte>>(sum, depth);

    /// <inheritdoc/>
    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride) =>
        Depthwise256.Of<VnniQuadWindow, Vector256<byte>, Vector256<sbyte>>(sum, channels, taps, stride);

    /// <inheritdoc/>
    public override RowTable? Table(ImmutableArray<byte> table) => new RowTableAvx2(table);

    /// <inheritdoc/>
    public override RowSum? Sum(SumArithmetic arithmetic) => new RowSumAvx2(arithmetic);

    /// <inheritdoc/>
    public override RowGate? Gate(ProductArithmetic arithmetic) =>
        arithmetic.Multiplier.LeftShift == 0 ? new RowGateAvx2(arithmetic) : null;

    /// <inheritdoc/>
    public override RowChannelSums? ChannelSums { get; } = new RowChannelSumsAvx2();
}
