using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Kernels for AVX2 alone.</summary>
internal class Avx2Kernels : KernelSet
{
    /// <inheritdoc/>
    public override ExecutionPath Path => ExecutionPath.Avx2;

    /// <inheritdoc/>
    public override PackedGemm? Gemm(WeightedSum sum, int depth) =>
        new Gemm256<WordQuadProduct, WordPair, WordPair>(sum, depth);

    /// <inheritdoc/>
    public override WinogradKernel? Winograd(WeightedSum sum, WindowGeometry geometry) =>
        WinogradChoice.Create(sum, geometry, WinogradChoice.WordProductRate);

    /// <inheritdoc/>
    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride) =>
        Depthwise256.Of<WordQuadWindow, WordPair, WordPair>(sum, channels, taps, stride);

    /// <inheritdoc/>
    public override RowTable? Table(ImmutableArray<byte> table) => new RowTableAvx2(table);

    /// <inheritdoc/>
    public override RowBinary? Sum(SumArithmetic arithmetic) => new RowSumAvx2(arithmetic);

    /// <inheritdoc/>
    public override RowGate? Gate(ProductArithmetic arithmetic) =>
        arithmetic.Multiplier.LeftShift == 0 ? new RowGateAvx2(arithmetic) : null;

    /// <inheritdoc/>
    public override RowChannelSums? ChannelSums { get; } = new RowChannelSumsAvx2();
}
