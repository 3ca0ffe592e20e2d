namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Places in row-major order, each with its distance from the first in some tensor that is laid out differently.</summary>
/// <param name="Extents">Places along each dimension, outermost first.</param>
/// <param name="Strides">Elements that a step along each dimension moves.</param>
internal sealed record StridedRange(int[] Extents, int[] Strides)
{
    /// <summary>The number of places.</summary>
    public int Count { get; } = Extents.Aggregate(1, (product, extent) => product * extent);

    /// <summary>The distances in a dense tensor of this shape.</summary>
    public static int[] RowMajorStrides(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int stride = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        return strides;
    }

    /// <summary>The distance of a place.</summary>
    public int Offset(int place)
    {
        int offset = 0;
        for (int d = Extents.Length - 1; d >= 0; d--)
        {
            (place, int coordinate) = Math.DivRem(place, Extents[d]);
            offset += coordinate * Strides[d];
        }

        return offset;
    }
}
