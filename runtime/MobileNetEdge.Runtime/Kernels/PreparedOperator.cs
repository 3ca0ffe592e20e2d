using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>One step with everything computed that does not depend on activations. Immutable: interpreters share it.</summary>
internal abstract class PreparedOperator
{
    /// <summary>Runs the step. Allocates nothing and cannot fail.</summary>
    public abstract void Invoke(Arena arena);
}
