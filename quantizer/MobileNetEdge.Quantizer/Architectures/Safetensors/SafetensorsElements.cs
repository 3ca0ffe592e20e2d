using System.Buffers.Binary;

namespace MobileNetEdge.Quantizer.Architectures.Safetensors;

/// <summary>The floating-point element types, little-endian.</summary>
internal static class SafetensorsElements
{
    /// <summary>The types that can be read.</summary>
    public const string Known = "F16, BF16, F32 or F64";

    /// <summary>Bytes of an element; 0 for a type that cannot be read.</summary>
    public static int SizeOf(string type) => type switch
    {
        "F16" or "BF16" => 2,
        "F32" => 4,
        "F64" => 8,
        _ => 0,
    };

    /// <summary>The elements as float32, the nearest where they are wider.</summary>
    /// <param name="type">A type that can be read.</param>
    /// <param name="bytes">Whole elements.</param>
    public static float[] ToSingle(string type, ReadOnlySpan<byte> bytes)
    {
        int size = SizeOf(type);
        float[] values = new float[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16),
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(element),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
            };
        }

        return values;
    }
}
