using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.TfLite;

/// <summary>Reads the table QuantizationParameters of a tensor.</summary>
internal static class QuantizationReader
{
    /// <summary>Memory that the parameters take beside their arrays, in bytes.</summary>
    private const int Size = 64;

    /// <summary>Reads the parameters; null where the file gives no scale, or the type holds plain numbers.</summary>
    /// <exception cref="InvalidModelException">Counts, scales, zero points or the dimension break the format.</exception>
    /// <exception cref="UnsupportedModelException">The file quantizes by a rule of its own.</exception>
    public static QuantizationParameters? Read(TensorSource tensor, ElementType type, Shape shape)
    {
        FlatTable table = tensor.Table.Table(TensorSlots.Quantization, "QuantizationParameters");
        if (table.UInt8(QuantizationSlots.DetailsKind) != 0)
        {
            throw tensor.Unsupported("custom quantization");
        }

        FlatVector scales = table.Vector(QuantizationSlots.Scale, sizeof(float));
        if (scales.Count == 0 || type is ElementType.Float32 or ElementType.Float16 or ElementType.Bool || IsPlaceholder(scales, type))
        {
            return null;
        }

        int axis = ReadAxis(tensor, table, scales.Count, shape);
        table.Charge(Size);
        return new QuantizationParameters(ReadScales(tensor, scales), ReadZeroPoints(tensor, table, scales.Count, type), axis);
    }

    /// <summary>A single scale of 0 on a tensor of indices or shapes says that it is not quantized.</summary>
    private static bool IsPlaceholder(FlatVector scales, ElementType type)
    {
        return !type.IsQuantized8 && scales.Count == 1 && scales.Single(0) == 0;
    }

    private static ImmutableArray<float> ReadScales(TensorSource tensor, FlatVector vector)
    {
        float[] scales = vector.ToSingleArray();
        foreach (float scale in scales)
        {
            if (!QuantizationParameters.IsScale(scale))
            {
                throw tensor.Invalid($"found scale {scale}, expected a positive finite number");
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(scales);
    }

    /// <summary>Zero points that the file leaves out are 0, and so are those of biases.</summary>
    private static ImmutableArray<int> ReadZeroPoints(TensorSource tensor, FlatTable table, int count, ElementType type)
    {
        FlatVector vector = table.Vector(QuantizationSlots.ZeroPoint, sizeof(long));
        if (vector.Count != 0 && vector.Count != count)
        {
            throw tensor.Invalid($"found {vector.Count} zero points for {count} scales");
        }

        table.Charge((long)count * sizeof(int));
        int[] zeroPoints = new int[count];
        (long least, long most) = Range(type);
        for (int i = 0; i < vector.Count && least < most; i++)
        {
            long value = vector.Int64(i);
            zeroPoints[i] = value >= least && value <= most
                ? (int)value
                : throw tensor.Invalid($"found zero point {value}, expected {least} to {most}");
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(zeroPoints);
    }

    private static (long Least, long Most) Range(ElementType type) => type switch
    {
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        _ => (0, 0),
    };

    /// <summary>
    /// The dimension that counts the channels. Some files give a bias the dimension of its weights; a vector with as many elements as
    /// scales leaves no doubt.
    /// </summary>
    private static int ReadAxis(TensorSource tensor, FlatTable table, int count, Shape shape)
    {
        int axis = table.Int32(QuantizationSlots.QuantizedDimension);
        if (count == 1 || (shape.Rank == 1 && shape[0] == count))
        {
            return 0;
        }

        return axis >= 0 && axis < shape.Rank && shape[axis] == count
            ? axis
            : throw tensor.Invalid($"found {count} scales along dimension {axis} of {shape}");
    }
}
