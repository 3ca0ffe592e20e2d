using System.Buffers.Binary;
using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>Writes a map of names to numbers as a FlexBuffer; everything is 32 bits wide. See <see cref="FlexMap"/> for the format.</summary>
internal sealed class FlexMapWriter
{
    private const int Width = 4;
    private const int PackedWidth = 2;

    private readonly SortedDictionary<string, (FlexType Type, int Bits)> _values = new(StringComparer.Ordinal);

    /// <summary>Adds a whole number.</summary>
    public FlexMapWriter Add(string key, int value) => Add(key, FlexType.Int, value);

    /// <summary>Adds a single-precision number.</summary>
    public FlexMapWriter Add(string key, float value) => Add(key, FlexType.Float, BitConverter.SingleToInt32Bits(value));

    /// <summary>Adds a truth value.</summary>
    public FlexMapWriter Add(string key, bool value) => Add(key, FlexType.Bool, value ? 1 : 0);

    /// <summary>The buffer. Keys stand in ordinal order, as readers expect who search them by halves.</summary>
    public byte[] ToBytes()
    {
        List<byte> bytes = [];
        List<int> keys = [];
        foreach (string key in _values.Keys)
        {
            keys.Add(bytes.Count);
            bytes.AddRange(Encoding.ASCII.GetBytes(key));
            bytes.Add(0);
        }

        Align(bytes);
        Append(bytes, _values.Count);
        int keyVector = bytes.Count;
        keys.ForEach(key => Append(bytes, bytes.Count - key));
        Append(bytes, bytes.Count - keyVector);
        Append(bytes, Width);
        Append(bytes, _values.Count);
        int map = bytes.Count;
        foreach ((FlexType _, int bits) in _values.Values)
        {
            Append(bytes, bits);
        }

        foreach ((FlexType type, int _) in _values.Values)
        {
            bytes.Add(Packed(type));
        }

        Align(bytes);
        Append(bytes, bytes.Count - map);
        bytes.Add(Packed(FlexType.Map));
        bytes.Add(Width);
        return [.. bytes];
    }

    private FlexMapWriter Add(string key, FlexType type, int bits)
    {
        _values.Add(key, (type, bits));
        return this;
    }

    private static byte Packed(FlexType type) => (byte)((int)type << 2 | PackedWidth);

    private static void Align(List<byte> bytes)
    {
        while (bytes.Count % Width != 0)
        {
            bytes.Add(0);
        }
    }

    private static void Append(List<byte> bytes, int value)
    {
        byte[] word = new byte[Width];
        BinaryPrimitives.WriteInt32LittleEndian(word, value);
        bytes.AddRange(word);
    }
}
