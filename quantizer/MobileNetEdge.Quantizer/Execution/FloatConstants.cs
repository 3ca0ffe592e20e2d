using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Decodes the contents of constants, and makes constants of values.</summary>
internal static class FloatConstants
{
    /// <summary>Decodes a constant's contents, which may lie at any address.</summary>
    /// <exception cref="UnsupportedModelException">The contents are not floats.</exception>
    public static void Decode(Tensor constant, Span<float> values)
    {
        if (constant.Type is not (ElementType.Float32 or ElementType.Float16))
        {
            throw new UnsupportedModelException(constant.ToString(), "constants of a float network must be float32 or float16");
        }

        Decode(constant.Type, constant.Data.Span, values);
    }

    /// <summary>A constant's contents where they lie if they can be read there, else decoded: weights may be large.</summary>
    /// <exception cref="UnsupportedModelException">The contents are not floats.</exception>
    public static ReadOnlySpan<float> Read(Tensor constant)
    {
        if (constant.Type == ElementType.Float32 && BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.Cast<byte, float>(constant.Data.Span);
        }

        float[] values = new float[constant.Shape.ElementCount];
        Decode(constant, values);
        return values;
    }

    /// <summary>Whether a tensor is a constant of floats.</summary>
    public static bool Is(Tensor tensor) => tensor.IsConstant && tensor.Type is (ElementType.Float32 or ElementType.Float16);

    /// <summary>Whether a tensor is a constant of floats, each of which meets a condition.</summary>
    public static bool All(Tensor tensor, Predicate<float> condition)
    {
        if (!Is(tensor))
        {
            return false;
        }

        foreach (float value in Read(tensor))
        {
            if (!condition(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A constant's contents, widened to compute with.</summary>
    /// <exception cref="UnsupportedModelException">The contents are not floats.</exception>
    public static double[] Widen(Tensor constant)
    {
        float[] values = new float[constant.Shape.ElementCount];
        Decode(constant, values);
        return Array.ConvertAll(values, value => (double)value);
    }

    /// <summary>A float32 constant of values, each rounded once.</summary>
    public static Tensor Create(string name, Shape shape, ReadOnlySpan<double> values)
    {
        byte[] data = new byte[(long)values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), (float)values[i]);
        }

        return new Tensor(name, ElementType.Float32, shape, quantization: null, data);
    }

    private static void Decode(ElementType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == ElementType.Float32)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            }
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * ElementType.Float16.Size)..]);
            }
        }
    }
}
