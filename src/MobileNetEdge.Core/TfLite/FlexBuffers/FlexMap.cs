using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>A map of names to numbers in a FlexBuffer: what custom operators keep their options in.</summary>
/// <remarks>
/// <para>Format: flatbuffers.dev, "FlexBuffers". The buffer is read from its end: the last byte is the width of the root value, the one
/// before is its type, and before that stands the value. Offsets count backwards from where they stand. A map is a vector of values, each of
/// the map's width, then a byte of type for each; before the first value stand the offset of the keys, their width, and the count.</para>
/// <para>Every access is checked. A lookup takes time in proportion to the number of keys, of which there are at most as many as bytes.</para>
/// </remarks>
internal sealed class FlexMap
{
    private const string What = "custom options";
    private const int TypeShift = 2;
    private const int WidthMask = 3;

    private readonly FlatBuffer _buffer;
    private readonly long _values;
    private readonly int _width;
    private readonly long _count;
    private readonly long _keys;
    private readonly int _keyWidth;

    private FlexMap(FlatBuffer buffer, long values, int width)
    {
        _buffer = buffer;
        _values = values;
        _width = width;
        _count = Unsigned(values - width, width);
        if (_count is < 0 or > int.MaxValue)
        {
            throw buffer.Invalid(values - width, $"{What}: found {(ulong)_count} values");
        }

        _keyWidth = Width(Unsigned(values - (2 * width), width), values);
        long reference = values - (3 * width);
        _keys = Follow(reference, Unsigned(reference, width));
        long keyCount = Unsigned(_keys - _keyWidth, _keyWidth);
        if (keyCount != _count)
        {
            throw buffer.Invalid(values, $"{What}: found {keyCount} keys for {_count} values");
        }

        _ = buffer.Slice(values, (_count * width) + _count, What);
        _ = buffer.Slice(_keys, _count * _keyWidth, What);
    }

    /// <summary>Opens the map that is a buffer's root.</summary>
    /// <param name="bytes">The buffer.</param>
    /// <param name="budget">What decoding may take.</param>
    /// <param name="origin">Where in the file the buffer starts; for messages.</param>
    /// <exception cref="InvalidModelException">The buffer is no map, or the map does not lie inside it.</exception>
    public static FlexMap Open(ReadOnlyMemory<byte> bytes, DecodingBudget budget, long origin)
    {
        FlatBuffer buffer = new(bytes, budget, origin);
        if (bytes.Length < 3)
        {
            throw buffer.Invalid(0, $"{What}: found {bytes.Length} bytes, expected a FlexBuffer of at least 3");
        }

        byte type = buffer.UInt8(bytes.Length - 2, What);
        if (type >> TypeShift != (int)FlexType.Map)
        {
            throw buffer.Invalid(bytes.Length - 2, $"{What}: found type {type >> TypeShift}, expected {(int)FlexType.Map} (a map)");
        }

        int width = Width(buffer, buffer.UInt8(bytes.Length - 1, What), bytes.Length - 1);
        long reference = bytes.Length - 2 - width;
        long values = Follow(buffer, reference, Unsigned(buffer, reference, width));
        return new FlexMap(buffer, values, 1 << (type & WidthMask));
    }

    /// <summary>A number, be it an integer, a float or a truth value; null where the map has no such key, or null for it.</summary>
    /// <exception cref="InvalidModelException">The value is something else.</exception>
    public double? Number(string key)
    {
        if (Find(key) is not { } index)
        {
            return null;
        }

        byte packed = _buffer.UInt8(_values + (_count * _width) + index, What);
        FlexType type = (FlexType)(packed >> TypeShift);
        long place = _values + (index * _width);
        int pointed = 1 << (packed & WidthMask);
        return type switch
        {
            FlexType.Null => null,
            FlexType.Int => Signed(place, _width),
            FlexType.UInt => (ulong)Unsigned(place, _width),
            FlexType.Float => Float(place, _width),
            FlexType.Bool => Unsigned(place, _width) == 0 ? 0 : 1,
            FlexType.IndirectInt => Signed(Follow(place, Unsigned(place, _width)), pointed),
            FlexType.IndirectUInt => (ulong)Unsigned(Follow(place, Unsigned(place, _width)), pointed),
            FlexType.IndirectFloat => Float(Follow(place, Unsigned(place, _width)), pointed),
            _ => throw _buffer.Invalid(place, $"{What}: found type {(int)type} for '{key}', expected a number"),
        };
    }

    /// <summary>A number that must be whole and fit 32 bits.</summary>
    /// <exception cref="InvalidModelException">It is not.</exception>
    public int? Int32(string key)
    {
        double? number = Number(key);
        return number is null || number == Math.Floor(number.Value) && Math.Abs(number.Value) <= int.MaxValue
            ? (int?)number
            : throw _buffer.Invalid(_values, $"{What}: found {number} for '{key}', expected a whole number of 32 bits");
    }

    private long? Find(string key)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(key + "\0");
        for (long i = 0; i < _count; i++)
        {
            long reference = _keys + (i * _keyWidth);
            long place = Follow(reference, Unsigned(reference, _keyWidth));
            if (StandsAt(place, wanted))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Whether a key stands at a place; one that the buffer's end cuts off is another key.</summary>
    private bool StandsAt(long place, byte[] wanted)
    {
        foreach (byte expected in wanted)
        {
            if (_buffer.UInt8(place++, What) != expected)
            {
                return false;
            }
        }

        return true;
    }

    private long Unsigned(long place, int width) => Unsigned(_buffer, place, width);

    private long Follow(long reference, long offset) => Follow(_buffer, reference, offset);

    private int Width(long width, long place) => Width(_buffer, width, place);

    private long Signed(long place, int width) => width switch
    {
        1 => (sbyte)_buffer.UInt8(place, What),
        2 => (short)_buffer.UInt16(place, What),
        4 => _buffer.Int32(place, What),
        _ => _buffer.Int64(place, What),
    };

    private double Float(long place, int width) => width switch
    {
        4 => _buffer.Single(place, What),
        8 => BitConverter.Int64BitsToDouble(_buffer.Int64(place, What)),
        _ => throw _buffer.Invalid(place, $"{What}: found a float of {width} bytes, expected 4 or 8"),
    };

    private static long Follow(FlatBuffer buffer, long reference, long offset)
    {
        return offset >= 0 && offset <= reference
            ? reference - offset
            : throw buffer.Invalid(reference, $"{What}: found an offset of {(ulong)offset}, expected at most {reference}");
    }

    private static int Width(FlatBuffer buffer, long width, long place)
    {
        return width is 1 or 2 or 4 or 8
            ? (int)width
            : throw buffer.Invalid(place, $"{What}: found a width of {(ulong)width} bytes, expected 1, 2, 4 or 8");
    }

    private static long Unsigned(FlatBuffer buffer, long place, int width) => width switch
    {
        1 => buffer.UInt8(place, What),
        2 => buffer.UInt16(place, What),
        4 => buffer.UInt32(place, What),
        _ => buffer.Int64(place, What),
    };
}
