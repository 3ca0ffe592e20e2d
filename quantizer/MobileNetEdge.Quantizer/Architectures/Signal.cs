namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>An activation, with what random weights need to know of it.</summary>
/// <param name="Tensor">The activation.</param>
/// <param name="SecondMoment">The mean of its squares, expected over random weights.</param>
/// <param name="IsRectified">Whether it is never negative.</param>
internal readonly record struct Signal(Tensor Tensor, double SecondMoment, bool IsRectified = false)
{
    /// <summary>The channels.</summary>
    public int Channels => Tensor.Shape[^1];
}
