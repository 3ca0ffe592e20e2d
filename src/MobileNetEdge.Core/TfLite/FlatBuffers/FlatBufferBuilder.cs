using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>Writes a FlatBuffer from its end to its start, so that what is referred to is there before the reference.</summary>
/// <remarks>Format: the "FlatBuffers internals" document of the FlatBuffers project. The same calls give the same bytes.</remarks>
internal sealed class FlatBufferBuilder
{
    private const int VTableHeader = 2 * sizeof(ushort);
    private const int Prefix = 2 * sizeof(uint);

    private readonly List<(int FromEnd, byte[] Contents)> _vtables = [];
    private byte[] _buffer = new byte[4096];
    private int _used;
    private int _alignment = sizeof(uint);

    /// <summary>Writes a string in UTF-8.</summary>
    public FlatReference String(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Align(sizeof(uint), length + 1);
        Span<byte> bytes = Take(length + 1);
        Encoding.UTF8.GetBytes(text, bytes);
        bytes[length] = 0;
        return EndVector(length);
    }

    /// <summary>Writes a vector of numbers.</summary>
    /// <param name="elements">The numbers.</param>
    /// <param name="alignment">The first element lies at a multiple of this many bytes, if more than its size.</param>
    public FlatReference Vector<T>(ReadOnlySpan<T> elements, int alignment = 1)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(elements);
        Align(sizeof(uint), bytes.Length);
        Align(Math.Max(alignment, Marshal.SizeOf<T>()), bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
        return EndVector(elements.Length);
    }

    /// <summary>Writes a vector of references.</summary>
    public FlatReference References(IReadOnlyList<FlatReference> targets)
    {
        Align(sizeof(uint), targets.Count * sizeof(uint));
        for (int i = targets.Count - 1; i >= 0; i--)
        {
            WriteReference(targets[i]);
        }

        return EndVector(targets.Count);
    }

    /// <summary>Writes a table.</summary>
    public FlatReference Table(FlatFields fields)
    {
        int end = _used;
        byte[] vtable = new byte[VTableHeader + (fields.SlotCount * sizeof(ushort))];
        List<(int Slot, int FromEnd)> places = [];
        foreach (FlatFields.Field field in fields.WidestFirst)
        {
            WriteField(field);
            places.Add((field.Slot, _used));
        }

        Align(sizeof(uint), 0);
        Take(sizeof(int));
        int table = _used;
        BinaryPrimitives.WriteUInt16LittleEndian(vtable, (ushort)vtable.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(vtable.AsSpan(sizeof(ushort)), (ushort)(table - end));
        foreach ((int slot, int fromEnd) in places)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(vtable.AsSpan(VTableHeader + (slot * sizeof(ushort))), (ushort)(table - fromEnd));
        }

        // A table begins with the distance back to its vtable.
        int distance = FindOrWriteVTable(vtable) - table;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_buffer.Length - table), distance);
        return new FlatReference(table);
    }

    /// <summary>Writes the start, and gives the whole buffer.</summary>
    /// <param name="root">The root table.</param>
    /// <param name="identifier">Four bytes that say what the file is.</param>
    public ReadOnlyMemory<byte> Finish(FlatReference root, ReadOnlySpan<byte> identifier)
    {
        Align(_alignment, Prefix);
        identifier.CopyTo(Take(identifier.Length));
        WriteReference(root);
        return _buffer.AsMemory(_buffer.Length - _used);
    }

    private int FindOrWriteVTable(byte[] vtable)
    {
        foreach ((int fromEnd, byte[] contents) in _vtables)
        {
            if (contents.AsSpan().SequenceEqual(vtable))
            {
                return fromEnd;
            }
        }

        Align(sizeof(ushort), 0);
        vtable.CopyTo(Take(vtable.Length));
        _vtables.Add((_used, vtable));
        return _used;
    }

    private void WriteField(FlatFields.Field field)
    {
        Align(field.Size, 0);
        if (field.Target is { } target)
        {
            WriteReference(target);
        }
        else if (field.Size == 1)
        {
            Take(1)[0] = (byte)field.Bits;
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), field.Bits);
        }
    }

    private void WriteReference(FlatReference target)
    {
        Span<byte> place = Take(sizeof(uint));
        BinaryPrimitives.WriteInt32LittleEndian(place, _used - target.FromEnd);
    }

    private FlatReference EndVector(int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), count);
        return new FlatReference(_used);
    }

    /// <summary>Pads so that the place after the next <paramref name="following"/> bytes is aligned; seen from the end, that is their start.</summary>
    private void Align(int alignment, int following)
    {
        _alignment = Math.Max(_alignment, alignment);
        Take(-(_used + following) & (alignment - 1)).Clear();
    }

    private Span<byte> Take(int count)
    {
        if (count > _buffer.Length - _used)
        {
            Grow(count);
        }

        _used += count;
        return _buffer.AsSpan(_buffer.Length - _used, count);
    }

    private void Grow(int count)
    {
        byte[] larger = new byte[Math.Max(checked(_used + count), (int)Math.Min(2L * _buffer.Length, Array.MaxLength))];
        _buffer.AsSpan(_buffer.Length - _used).CopyTo(larger.AsSpan(larger.Length - _used));
        _buffer = larger;
    }
}
