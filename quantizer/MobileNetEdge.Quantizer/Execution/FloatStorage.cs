namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A place for values: one tensor's, or several that are the same values under different shapes.</summary>
/// <param name="Tensor">The tensor that fills it.</param>
/// <param name="Constant">The values where the model fixes them.</param>
internal sealed record FloatStorage(Tensor Tensor, AlignedFloats? Constant)
{
    /// <summary>The number of values.</summary>
    public int ElementCount => Tensor.Shape.ElementCount;
}
