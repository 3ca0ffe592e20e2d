using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Reads tensors of a file: initializers and the values of Constant nodes.</summary>
/// <param name="budget">What copies are charged to.</param>
/// <param name="external">The files beside the model; null where it has no folder.</param>
internal sealed class ConstantReader(MemoryBudget budget, ExternalData? external)
{
    private const int External = 1;

    /// <summary>Reads a tensor; one of a type that networks of floats don't need becomes <see cref="Unusable"/>.</summary>
    /// <exception cref="InvalidModelException">The contents don't fit the shape, or lie where they must not.</exception>
    public Value Read(TensorProto tensor)
    {
        ImmutableArray<int> shape = ReadShape(tensor);
        long count = StridedCopy.ElementCount(shape);
        return tensor.DataType switch
        {
            1 => new Constant(ElementType.Float32, shape, Data<float, float>(tensor, count, tensor.FloatData, value => value)),
            6 => new Constant(ElementType.Int32, shape, Data<int, int>(tensor, count, tensor.Int32Data, value => value)),
            7 => new Constant(ElementType.Int64, shape, Data<long, long>(tensor, count, tensor.Int64Data, value => value)),
            10 => new Constant(ElementType.Float16, shape, Data<int, short>(tensor, count, tensor.Int32Data, value => (short)value)),
            9 => FromBooleans(shape, Data<int, byte>(tensor, count, tensor.Int32Data, value => (byte)value)),
            11 => FromDoubles(shape, Data<double, double>(tensor, count, tensor.DoubleData, value => value)),
            _ => new Unusable(
                $"tensor '{tensor.Name}' of ONNX element type {tensor.DataType}; float, float16, double, int32, int64 and bool are read"),
        };
    }

    private static ImmutableArray<int> ReadShape(TensorProto tensor)
    {
        if (tensor.Dims.Count > Shape.MaxRank)
        {
            throw Invalid(tensor, $"{tensor.Dims.Count} dimensions, more than {Shape.MaxRank}");
        }

        foreach (long extent in tensor.Dims)
        {
            if (extent is < 0 or > int.MaxValue)
            {
                throw Invalid(tensor, $"found the shape {Brackets.Of(tensor.Dims)}, expected extents of 0 to {int.MaxValue}");
            }
        }

        return [.. tensor.Dims.Select(extent => (int)extent)];
    }

    private static InvalidModelException Invalid(TensorProto tensor, string what) => new($"tensor '{tensor.Name}': {what}");

    private unsafe ReadOnlyMemory<byte> Data<TStored, T>(
        TensorProto tensor, long count, RepeatedField<TStored> numbers, Func<TStored, T> convert)
        where T : unmanaged
    {
        long expected = count * sizeof(T);
        if (tensor.DataLocation == External)
        {
            return external?.Read(tensor.ExternalData, tensor.Name, expected)
                ?? throw Invalid(tensor, "lies in another file, and the model was given without its folder");
        }

        if (numbers.Count == 0)
        {
            return tensor.RawData.Length == expected
                ? tensor.RawData.Memory
                : throw Invalid(tensor, $"found {tensor.RawData.Length} bytes, expected {expected} for {Brackets.Of(tensor.Dims)}");
        }

        return numbers.Count == count
            ? Convert(numbers, convert)
            : throw Invalid(tensor, $"found {numbers.Count} elements, expected {count} for {Brackets.Of(tensor.Dims)}");
    }

    private unsafe byte[] Convert<TStored, T>(RepeatedField<TStored> numbers, Func<TStored, T> convert)
        where T : unmanaged
    {
        budget.Charge((long)numbers.Count * sizeof(T));
        byte[] data = new byte[numbers.Count * sizeof(T)];
        Span<T> elements = MemoryMarshal.Cast<byte, T>(data.AsSpan());
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = convert(numbers[i]);
        }

        return data;
    }

    private Constant FromBooleans(ImmutableArray<int> shape, ReadOnlyMemory<byte> flags)
    {
        budget.Charge((long)flags.Length * sizeof(int));
        int[] values = new int[flags.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = flags.Span[i];
        }

        return new Constant(ElementType.Int32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private Constant FromDoubles(ImmutableArray<int> shape, ReadOnlyMemory<byte> doubles)
    {
        budget.Charge(doubles.Length);
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(doubles.Span);
        float[] rounded = new float[values.Length];
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = (float)values[i];
        }

        return Constant.OfFloats(shape, rounded);
    }
}
