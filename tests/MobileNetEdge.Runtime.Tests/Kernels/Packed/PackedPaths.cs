using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>The paths of this machine that have packed kernels.</summary>
internal static class PackedPaths
{
    /// <summary>Best first.</summary>
    public static IEnumerable<ExecutionPath> Available => ExecutionPaths.Available.Where(path => KernelSets.Of(path) is not null);

    /// <summary>The kernels of a path.</summary>
    public static KernelSet Kernels(ExecutionPath path) => KernelSets.Of(path)!;

    /// <summary>Each path as the only argument of a theory.</summary>
    public static TheoryData<ExecutionPath> Each => [.. Available];
}
