using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What a <see cref="PictureSet"/> draws from. Indices are in range; several threads may ask at once.</summary>
internal abstract class PictureSource
{
    public abstract int Count { get; }

    /// <summary>The size of every picture where the format fixes it.</summary>
    public virtual (int Width, int Height)? Size => null;

    public abstract RgbImage Load(int index);

    public abstract int? Label(int index);

    public abstract string Name(int index);
}
