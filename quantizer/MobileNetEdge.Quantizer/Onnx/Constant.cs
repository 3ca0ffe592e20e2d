using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>A value that the file fixes, or that follows from such values: weights, and shapes and indices.</summary>
internal sealed class Constant : Value
{
    /// <summary>Creates a constant of contents that fill the shape exactly.</summary>
    /// <param name="type">Float32, Float16, Int32 or Int64.</param>
    /// <param name="shape">The extents; unlike those of a <see cref="MobileNetEdge.Shape"/> they may be 0.</param>
    /// <param name="data">Little-endian contents in row-major order.</param>
    public Constant(ElementType type, ImmutableArray<int> shape, ReadOnlyMemory<byte> data)
    {
        Type = type;
        Shape = shape;
        Data = data;
        Count = data.Length / type.Size;
    }

    /// <summary>Float32, Float16, Int32 or Int64.</summary>
    public ElementType Type { get; }

    /// <inheritdoc/>
    public override ImmutableArray<int> Shape { get; }

    /// <summary>Little-endian contents in row-major order.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>Whether it counts or points rather than weighs.</summary>
    public bool IsInteger => Type is ElementType.Int32 or ElementType.Int64;

    /// <summary>A list of 64-bit integers, as shapes are given.</summary>
    public static Constant OfIntegers(ReadOnlySpan<long> values) =>
        new(ElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>One element as an integer; that of a float is cut.</summary>
    public long Integer(int index) => Type switch
    {
        ElementType.Int32 => MemoryMarshal.Cast<byte, int>(Data.Span)[index],
        ElementType.Int64 => MemoryMarshal.Cast<byte, long>(Data.Span)[index],
        _ => (long)Float(index),
    };

    /// <summary>One element as a float.</summary>
    public float Float(int index) => Type switch
    {
        ElementType.Float32 => MemoryMarshal.Cast<byte, float>(Data.Span)[index],
        ElementType.Float16 => (float)MemoryMarshal.Cast<byte, Half>(Data.Span)[index],
        _ => Integer(index),
    };

    /// <summary>The same elements in the same order under another shape of as many.</summary>
    public Constant Reshaped(ImmutableArray<int> shape) => new(Type, shape, Data);

    /// <summary>The dimensions in another order.</summary>
    /// <param name="order">New dimension d is old dimension <c>order[d]</c>.</param>
    /// <param name="budget">What the copy is charged to.</param>
    public Constant Transposed(ImmutableArray<int> order, MemoryBudget budget)
    {
        long[] strides = StridedCopy.RowMajorStrides(Shape);
        ImmutableArray<int> shape = [.. order.Select(d => Shape[d])];
        bool moves = order.Where(d => Shape[d] != 1).Zip(order.Where(d => Shape[d] != 1).Skip(1)).Any(pair => pair.First > pair.Second);
        return moves ? StridedCopy.Of(this, shape, [.. order.Select(d => strides[d])], offset: 0, budget) : Reshaped(shape);
    }

    /// <summary>The elements repeated along dimensions of extent 1, and along new outer dimensions.</summary>
    /// <param name="shape">A shape that this one broadcasts to.</param>
    /// <param name="budget">What the copy is charged to.</param>
    public Constant BroadcastTo(ImmutableArray<int> shape, MemoryBudget budget)
    {
        long[] strides = StridedCopy.RowMajorStrides(Shape);
        int added = shape.Length - Shape.Length;
        ImmutableArray<long> repeated = [.. shape.Select((_, d) => d < added || Shape[d - added] == 1 ? 0 : strides[d - added])];
        return shape.AsSpan().SequenceEqual(Shape.AsSpan()) ? this : StridedCopy.Of(this, shape, repeated, offset: 0, budget);
    }

    /// <summary>The same numbers as float32.</summary>
    public Constant ToFloat32(MemoryBudget budget)
    {
        if (Type == ElementType.Float32)
        {
            return this;
        }

        budget.Charge((long)Count * sizeof(float));
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Float(i);
        }

        return OfFloats(Shape, values);
    }

    /// <summary>Float32 numbers under a shape.</summary>
    public static Constant OfFloats(ImmutableArray<int> shape, ReadOnlySpan<float> values) =>
        new(ElementType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());
}
