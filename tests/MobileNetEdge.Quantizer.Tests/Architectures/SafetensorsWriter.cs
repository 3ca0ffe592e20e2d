using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>Writes small .safetensors files.</summary>
internal sealed class SafetensorsWriter
{
    private readonly List<string> _entries = [];
    private readonly List<byte> _data = [];

    /// <summary>Appends a tensor.</summary>
    public void Add(string name, string type, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        int begin = _data.Count;
        foreach (float value in values)
        {
            Append(type, value);
        }

        string entry = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            "{{name}}":{"dtype":"{{type}}","shape":[{{string.Join(',', shape.ToArray())}}],"data_offsets":[{{begin}},{{_data.Count}}]}
            """);
        _entries.Add(entry);
    }

    /// <summary>The file, with the metadata and the trailing spaces that real files have.</summary>
    public byte[] ToFile()
    {
        return File("""{"__metadata__":{"format":"pt"},""" + string.Join(',', _entries) + "}   ", [.. _data]);
    }

    /// <summary>A file of any header and data.</summary>
    public static byte[] File(string header, params ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.Latin1.GetBytes(header);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    private void Append(string type, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        int size = 4;
        switch (type)
        {
            case "F64":
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                size = 8;
                break;
            case "I64":
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value);
                size = 8;
                break;
            case "F16":
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                size = 2;
                break;
            case "BF16":
                BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)(BitConverter.SingleToInt32Bits(value) >> 16));
                size = 2;
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                break;
        }

        _data.AddRange(bytes[..size]);
    }
}
