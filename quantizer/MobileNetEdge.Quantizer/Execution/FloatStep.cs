using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A step of a <see cref="FloatProgram"/>.</summary>
/// <param name="Output">The tensor computed.</param>
/// <param name="Target">The storage written.</param>
/// <param name="Sources">The storages read.</param>
/// <param name="Kernel">What computes it; null where the values are already there under another shape.</param>
internal sealed record FloatStep(Tensor Output, int Target, ImmutableArray<int> Sources, FloatKernel? Kernel);
