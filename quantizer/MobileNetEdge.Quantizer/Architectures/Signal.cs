namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>An activation, with what random weights need to know of it.</summary>
/// <param name="Tensor">The activation.</param>
/// <param name="SecondMoment">The mean of its squares, expected over random weights.</param>
internal readonly record struct Signal(Tensor Tensor, double SecondMoment)
{
    /// <summary>The channels.</summary>
    public int Channels => Tensor.Shape[^1];
}
