using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The kernels of each path.</summary>
/// <remarks>Each is made behind its own test, so that a native binary for one processor holds no kernels of another.</remarks>
internal static class KernelSets
{
    /// <summary>The kernels of a path that this machine can run; null for <see cref="ExecutionPath.Reference"/>.</summary>
    public static KernelSet? Of(ExecutionPath path) => path switch
    {
        ExecutionPath.Dp when Dp.Arm64.IsSupported => new DpKernels(),
        ExecutionPath.AdvSimd when AdvSimd.Arm64.IsSupported => new AdvSimdKernels(),
        ExecutionPath.AvxVnni when AvxVnni.IsSupported => new AvxVnniKernels(),
        ExecutionPath.Avx2 when Avx2.IsSupported => new Avx2Kernels(),
        _ => null,
    };
}
