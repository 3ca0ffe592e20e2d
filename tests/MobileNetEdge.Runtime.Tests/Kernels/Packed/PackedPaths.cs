using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Tests.Kernels.Chains;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>
/// The paths of this machine that have packed kernels; on one that has none, the reference with naive kernels, so that the tests test themselves.
/// </summary>
internal static class PackedPaths
{
    /// <summary>Best first.</summary>
    public static IEnumerable<ExecutionPath> Available =>
        ExecutionPaths.Available.Where(path => KernelSets.Of(path) is not null).DefaultIfEmpty(ExecutionPath.Reference);

    /// <summary>The kernels of a path.</summary>
    public static KernelSet Kernels(ExecutionPath path) => KernelSets.Of(path) ?? new NaiveKernels(rowGranule: 3, columnGranule: 16);

    /// <summary>Each path as the only argument of a theory.</summary>
    public static TheoryData<ExecutionPath> Each => [.. Available];
}
