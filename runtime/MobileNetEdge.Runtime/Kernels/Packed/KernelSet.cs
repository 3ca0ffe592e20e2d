using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// The kernels of one path. A member gives null where the path has no kernel of that shape; the operator then runs on the reference.
/// </summary>
internal abstract class KernelSet
{
    /// <summary>The path.</summary>
    public abstract ExecutionPath Path { get; }

    /// <summary>A matrix product; the sum's weights are [columns, depth], its weight zero point is 0 and its multipliers have no shift.</summary>
    public abstract PackedGemm? Gemm(WeightedSum sum, int depth);

    /// <summary>
    /// A 3×3 convolution of stride 1 by minimal filtering, where that is faster than a matrix product; the sum's weights are
    /// [columns, 3, 3, channels], its weight zero point is 0 and its multipliers have no shift.
    /// </summary>
    public virtual WinogradKernel? Winograd(WeightedSum sum, WindowGeometry geometry) => null;

    /// <summary>
    /// A depthwise convolution with a square window, equal strides, no dilation and a channel multiplier of 1; the sum's weights are
    /// [taps, taps, channels], its weight zero point is 0 and its multipliers have no shift.
    /// </summary>
    public abstract PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride);

    /// <summary>A function of one byte.</summary>
    public abstract RowTable? Table(ImmutableArray<byte> table);

    /// <summary>An addition or subtraction.</summary>
    public abstract RowBinary? Sum(SumArithmetic arithmetic);

    /// <summary>A product with a gate.</summary>
    public abstract RowGate? Gate(ProductArithmetic arithmetic);

    /// <summary>Sums over pixels.</summary>
    public abstract RowChannelSums? ChannelSums { get; }
}
