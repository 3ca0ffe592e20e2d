using System.Runtime.CompilerServices;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Extents to walk through in row-major order, with the distance in some other tensor that a step along each dimension makes.</summary>
internal sealed class StridedRange
{
    public StridedRange(int[] extents, int[] strides)
    {
        Extents = extents;
        Strides = strides;
        Count = extents.Aggregate(1, (product, extent) => product * extent);
    }

    /// <summary>Steps along each dimension, outermost first.</summary>
    public int[] Extents { get; }

    /// <summary>Elements that a step along each dimension moves.</summary>
    public int[] Strides { get; }

    /// <summary>The product of the extents.</summary>
    public int Count { get; }

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
}

/// <summary>A place in a <see cref="StridedRange"/>, advanced one element at a time.</summary>
internal ref struct StridedIndex(StridedRange range)
{
    private Coordinates _coordinates;

    /// <summary>The element that the current place stands for.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes on to the next place; after the last one, back to the first.</summary>
    public void MoveNext()
    {
        for (int d = range.Extents.Length - 1; d >= 0; d--)
        {
            Offset += range.Strides[d];
            if (++_coordinates[d] < range.Extents[d])
            {
                return;
            }

            Offset -= range.Extents[d] * range.Strides[d];
            _coordinates[d] = 0;
        }
    }

    [InlineArray(Shape.MaxRank)]
    private struct Coordinates
    {
        private int _first;
    }
}
