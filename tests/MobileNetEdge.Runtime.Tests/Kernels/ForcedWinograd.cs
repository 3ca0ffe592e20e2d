using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>A path's kernels, with minimal filtering wherever it is possible.</summary>
internal sealed class ForcedWinograd(KernelSet kernels, int outputs, bool isWide) : KernelSet
{
    /// <summary>Whether registers have 512 bits, for each kind that this machine has.</summary>
    public static IEnumerable<bool> Widths
    {
        get
        {
            if (Avx2.IsSupported)
            {
                yield return false;
            }

            if (Avx512BW.IsSupported)
            {
                yield return true;
            }
        }
    }

    public override ExecutionPath Path => kernels.Path;

    public override RowChannelSums? ChannelSums => kernels.ChannelSums;

    public override WinogradKernel? Winograd(WeightedSum sum, WindowGeometry geometry) => (outputs, isWide) switch
    {
        (2, false) => new WinogradX64<Winograd2, WinogradVector256, Vector256<int>>(sum, geometry.Channels),
        (2, true) => new WinogradX64<Winograd2, WinogradVector512, Vector512<int>>(sum, geometry.Channels),
        (4, false) => new WinogradX64<Winograd4, WinogradVector256, Vector256<int>>(sum, geometry.Channels),
        _ => new WinogradX64<Winograd4, WinogradVector512, Vector512<int>>(sum, geometry.Channels),
    };

    public override PackedGemm? Gemm(WeightedSum sum, int depth) => kernels.Gemm(sum, depth);

    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride) => kernels.Depthwise(sum, channels, taps, stride);

    public override RowTable? Table(ImmutableArray<byte> table) => kernels.Table(table);

    public override RowBinary? Sum(SumArithmetic arithmetic) => kernels.Sum(arithmetic);

    public override RowGate? Gate(ProductArithmetic arithmetic) => kernels.Gate(arithmetic);
}
