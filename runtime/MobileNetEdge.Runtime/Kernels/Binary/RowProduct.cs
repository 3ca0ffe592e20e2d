namespace MobileNetEdge.Runtime.Kernels;

/// <summary>MUL of two tensors of one shape: all elements are channels of one pixel, and the other tensor is its gate.</summary>
/// <param name="gate">The kernel of the product.</param>
internal sealed unsafe class RowProduct(RowGate gate) : RowBinary
{
    /// <inheritdoc/>
    public override void Run(sbyte* a, sbyte* b, sbyte* destination, nint count) => gate.Run(a, b, destination, pixels: 1, checked((int)count));
}
