namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The kernels of each path.</summary>
internal static class KernelSets
{
    /// <summary>The kernels of a path that this machine can run; null for <see cref="ExecutionPath.Reference"/>.</summary>
    public static KernelSet? Of(ExecutionPath path) => path switch
    {
        ExecutionPath.Dp => new DpKernels(),
        ExecutionPath.AdvSimd => new AdvSimdKernels(),
        ExecutionPath.AvxVnni => new AvxVnniKernels(),
        ExecutionPath.Avx2 => new Avx2Kernels(),
        _ => null,
    };
}
