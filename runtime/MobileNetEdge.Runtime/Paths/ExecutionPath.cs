namespace MobileNetEdge.Runtime;

/// <summary>An instruction set together with the layout of packed weights that its kernels read.</summary>
public enum ExecutionPath
{
    /// <summary>Portable loops: the law that every other path must match byte for byte.</summary>
    Reference,
}
