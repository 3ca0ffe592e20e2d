namespace MobileNetEdge.TfLite;

/// <summary>The fields of a table that is to be written. A field that equals the schema's default is left out, as readers expect.</summary>
internal sealed class FlatFields
{
    private readonly List<Field> _fields = [];

    /// <summary>The fields, the widest first, so that none needs padding.</summary>
    public IEnumerable<Field> WidestFirst => _fields.OrderByDescending(f => f.Size).ThenBy(f => f.Slot);

    /// <summary>The number of entries of the vtable.</summary>
    public int SlotCount => _fields.Count == 0 ? 0 : _fields.Max(f => f.Slot) + 1;

    /// <summary>An 8-bit field.</summary>
    public FlatFields UInt8(int slot, byte value) => Add(slot, 1, value, value == 0);

    /// <summary>A truth value.</summary>
    public FlatFields Bool(int slot, bool value) => UInt8(slot, value ? (byte)1 : (byte)0);

    /// <summary>A 32-bit signed field.</summary>
    public FlatFields Int32(int slot, int value, int absent = 0) => Add(slot, sizeof(int), unchecked((uint)value), value == absent);

    /// <summary>A 32-bit unsigned field.</summary>
    public FlatFields UInt32(int slot, uint value) => Add(slot, sizeof(uint), value, value == 0);

    /// <summary>A 32-bit IEEE 754 field.</summary>
    public FlatFields Single(int slot, float value) => Add(slot, sizeof(float), BitConverter.SingleToUInt32Bits(value), value == 0);

    /// <summary>A reference to something written before; null for none.</summary>
    public FlatFields Reference(int slot, FlatReference? target)
    {
        if (target is { } reference)
        {
            _fields.Add(new Field(slot, sizeof(uint), 0, reference));
        }

        return this;
    }

    private FlatFields Add(int slot, int size, uint bits, bool isDefault)
    {
        if (!isDefault)
        {
            _fields.Add(new Field(slot, size, bits, null));
        }

        return this;
    }

    /// <summary>A field: its bits, or what it refers to.</summary>
    internal readonly record struct Field(int Slot, int Size, uint Bits, FlatReference? Target);
}

/// <summary>Something written, by its distance from the end of the buffer in bytes.</summary>
internal readonly record struct FlatReference(int FromEnd);
