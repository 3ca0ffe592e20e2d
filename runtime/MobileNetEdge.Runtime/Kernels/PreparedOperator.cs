namespace MobileNetEdge.Runtime.Kernels;

/// <summary>One step with everything computed that does not depend on activations. Immutable: interpreters share it.</summary>
internal abstract class PreparedOperator
{
    /// <summary>The path whose instructions it uses.</summary>
    public virtual ExecutionPath Path => ExecutionPath.Reference;

    /// <summary>The most parts that threads can share the step in; 1 where it is not split.</summary>
    public virtual int MaxParts => 1;

    /// <summary>Working memory that a thread needs for its part, in bytes.</summary>
    public virtual int ScratchByteCount => 0;

    /// <summary>Runs one part of the step. Parts are independent. Allocates nothing and cannot fail.</summary>
    public abstract void Invoke(in Share share);
}
