namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>The sizes that COCO tells apart, in pixels of the picture; of a box drawn by hand its own area, where COCO has the outline's.</summary>
/// <param name="Least">The least area that counts.</param>
/// <param name="Most">The first that does not.</param>
internal readonly record struct AreaRange(double Least, double Most)
{
    public static AreaRange All { get; } = new(0, double.PositiveInfinity);

    public static AreaRange Small { get; } = new(0, 32 * 32);

    public static AreaRange Medium { get; } = new(32 * 32, 96 * 96);

    public static AreaRange Large { get; } = new(96 * 96, double.PositiveInfinity);

    public bool Contains(double area) => area >= Least && area < Most;
}
