using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Kernels for NEON without the dot product.</summary>
internal class AdvSimdKernels : KernelSet
{
    /// <inheritdoc/>
    public override ExecutionPath Path => ExecutionPath.AdvSimd;

    /// <inheritdoc/>
    public override PackedGemm? Gemm(WeightedSum sum, int depth) => NeonGemms.AdvSimd(sum, depth);

    /// <inheritdoc/>
    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride)
    {
        return DepthwiseChoice.Create<DepthwiseConvAdvSimd>(sum, channels, taps, stride);
    }

    /// <inheritdoc/>
    public override RowTable? Table(ImmutableArray<byte> table) => new RowTableAdvSimd(table);

    /// <inheritdoc/>
    public override RowBinary? Sum(SumArithmetic arithmetic) => BinaryRowsAdvSimd.Sum(arithmetic);

    /// <inheritdoc/>
    public override RowGate? Gate(ProductArithmetic arithmetic) => BinaryRowsAdvSimd.Gate(arithmetic);

    /// <inheritdoc/>
    public override RowChannelSums? ChannelSums { get; } = new RowChannelSumsAdvSimd();
}
