using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Copies the elements of a constant in any order that strides can describe.</summary>
internal static class StridedCopy
{
    /// <summary>Elements from one index of each dimension to the next.</summary>
    public static long[] RowMajorStrides(ImmutableArray<int> shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        return strides;
    }

    /// <summary>Copies elements.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="shape">The extents of the result.</param>
    /// <param name="strides">Source elements from one index of each dimension of the result to the next.</param>
    /// <param name="offset">The source element that becomes the first.</param>
    /// <param name="budget">What the copy is charged to.</param>
    public static Constant Of(Constant source, ImmutableArray<int> shape, ImmutableArray<long> strides, long offset, MemoryBudget budget)
    {
        int size = source.Type.Size;
        long count = ElementCount(shape);
        budget.Charge(count * size);
        byte[] data = new byte[count * size];
        ReadOnlySpan<byte> from = source.Data.Span;
        int[] index = new int[shape.Length];
        for (long i = 0, at = offset; i < count; i++)
        {
            from.Slice((int)at * size, size).CopyTo(data.AsSpan((int)i * size));
            at += Advance(index, shape, strides);
        }

        return new Constant(source.Type, shape, data);
    }

    /// <summary>The product of extents, checked against what a buffer can hold.</summary>
    public static long ElementCount(ImmutableArray<int> shape)
    {
        long count = 1;
        foreach (int extent in shape)
        {
            count *= extent;
            if (count > int.MaxValue / sizeof(long))
            {
                throw new InvalidModelException($"a constant of shape {Brackets.Of(shape)} is too large");
            }
        }

        return count;
    }

    /// <summary>Moves to the next index; returns how far that is in the source.</summary>
    private static long Advance(int[] index, ImmutableArray<int> shape, ImmutableArray<long> strides)
    {
        long moved = 0;
        for (int d = index.Length - 1; d >= 0; d--)
        {
            moved += strides[d];
            if (++index[d] < shape[d])
            {
                return moved;
            }

            moved -= strides[d] * shape[d];
            index[d] = 0;
        }

        return moved;
    }
}
