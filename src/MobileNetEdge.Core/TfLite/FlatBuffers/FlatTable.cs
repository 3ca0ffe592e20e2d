using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>A table of a FlatBuffer: fields found by slot; an absent field reads as its default.</summary>
/// <remarks>The default value of this type is a table without any field, which stands for tables that a file leaves out.</remarks>
internal readonly struct FlatTable
{
    /// <summary>The most bytes of a string that are decoded; the rest of a longer one is cut off.</summary>
    public const int MaxStringBytes = 4096;

    private const int VTableHeader = 4;

    private readonly FlatBuffer? _buffer;
    private readonly string _name;
    private readonly long _position;
    private readonly long _vtable;
    private readonly int _vtableLength;

    /// <summary>Opens the table at a place.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="position">Where the table starts.</param>
    /// <param name="name">The schema's name of the table; for messages.</param>
    /// <exception cref="InvalidModelException">The table or its vtable does not lie inside the buffer.</exception>
    public FlatTable(FlatBuffer buffer, long position, string name)
    {
        _buffer = buffer;
        _name = name;
        _position = position;
        _vtable = position - buffer.Int32(position, name);
        _vtableLength = buffer.UInt16(_vtable, name);
        if (_vtableLength < VTableHeader || _vtableLength % sizeof(ushort) != 0)
        {
            throw buffer.Invalid(_vtable, $"{name}: found a vtable of {_vtableLength} bytes, expected an even number from {VTableHeader}");
        }

        _ = buffer.Slice(_vtable, _vtableLength, name);
    }

    /// <summary>Whether the file has the table.</summary>
    public bool Exists => _buffer is not null;

    /// <summary>The buffer that the table lies in.</summary>
    /// <exception cref="InvalidOperationException">The file does not have the table.</exception>
    public FlatBuffer Buffer => _buffer ?? throw new InvalidOperationException("the table does not exist");

    /// <summary>Whether the file gives the field.</summary>
    public bool Has(int slot) => FieldPosition(slot) is not null;

    /// <summary>A byte field: also an enumeration or the kind of a union.</summary>
    public byte UInt8(int slot) => FieldPosition(slot) is { } place ? Buffer.UInt8(place, _name) : (byte)0;

    /// <summary>A truth value.</summary>
    public bool Bool(int slot) => UInt8(slot) != 0;

    /// <summary>A 32-bit integer field.</summary>
    public int Int32(int slot, int absent = 0) => FieldPosition(slot) is { } place ? Buffer.Int32(place, _name) : absent;

    /// <summary>A 32-bit unsigned integer field.</summary>
    public uint UInt32(int slot) => FieldPosition(slot) is { } place ? Buffer.UInt32(place, _name) : 0;

    /// <summary>A 64-bit unsigned integer field.</summary>
    public ulong UInt64(int slot) => FieldPosition(slot) is { } place ? (ulong)Buffer.Int64(place, _name) : 0;

    /// <summary>A 32-bit IEEE 754 field.</summary>
    public float Single(int slot) => FieldPosition(slot) is { } place ? Buffer.Single(place, _name) : 0;

    /// <summary>A table field, or the value of a union.</summary>
    public FlatTable Table(int slot, string name)
    {
        return FieldPosition(slot) is { } place ? new FlatTable(Buffer, Buffer.Follow(place, _name), name) : default;
    }

    /// <summary>A vector field; an absent one is empty.</summary>
    /// <param name="slot">The field.</param>
    /// <param name="elementSize">Bytes of an element; 4 for vectors of tables, strings and vectors.</param>
    public FlatVector Vector(int slot, int elementSize)
    {
        return FieldPosition(slot) is { } place ? new FlatVector(Buffer, Buffer.Follow(place, _name), elementSize, _name) : default;
    }

    /// <summary>The bytes of a string field; empty for an absent one.</summary>
    public ReadOnlySpan<byte> Utf8(int slot) => Vector(slot, 1).Bytes.Span;

    /// <summary>A string field, its first <see cref="MaxStringBytes"/> bytes; empty for an absent one.</summary>
    public string String(int slot)
    {
        ReadOnlySpan<byte> utf8 = Utf8(slot);
        if (utf8.IsEmpty)
        {
            return "";
        }

        utf8 = utf8[..Math.Min(utf8.Length, MaxStringBytes)];
        Buffer.Budget.ChargeString(utf8.Length, _position);
        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>The exception for a fault of this table.</summary>
    public InvalidModelException Invalid(string what)
    {
        return _buffer is null ? new InvalidModelException(what) : _buffer.Invalid(_position, what);
    }

    /// <summary>Takes memory from the budget on account of this table.</summary>
    public void Charge(long bytes) => _buffer?.Charge(bytes, _position);

    private long? FieldPosition(int slot)
    {
        int entry = VTableHeader + (slot * sizeof(ushort));
        if (_buffer is null || entry >= _vtableLength)
        {
            return null;
        }

        int offset = _buffer.UInt16(_vtable + entry, _name);
        return offset == 0 ? null : _position + offset;
    }
}
