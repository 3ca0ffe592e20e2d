using System.Buffers.Binary;
using System.Text;

namespace MobileNetEdge.TfLite;

/// <summary>The bytes of a FlatBuffer; every access is checked against their end.</summary>
/// <remarks>Format: flatbuffers.dev, "FlatBuffer Internals". All numbers are little-endian; alignment is not required.</remarks>
internal sealed class FlatBuffer
{
    private const int IdentifierPosition = 4;
    private const int IdentifierLength = 4;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _origin;

    /// <summary>Wraps bytes, without copying them.</summary>
    /// <param name="bytes">The buffer.</param>
    /// <param name="budget">What decoding may take.</param>
    /// <param name="origin">Where in the file the buffer starts; for messages.</param>
    public FlatBuffer(ReadOnlyMemory<byte> bytes, DecodingBudget budget, long origin = 0)
    {
        _bytes = bytes;
        _origin = origin;
        Budget = budget;
    }

    /// <summary>What decoding may still take.</summary>
    public DecodingBudget Budget { get; }

    /// <summary>The four bytes that name the schema, or whatever lies in their place; empty in a shorter buffer.</summary>
    public ReadOnlySpan<byte> Identifier =>
        _bytes.Length < IdentifierPosition + IdentifierLength ? [] : _bytes.Span.Slice(IdentifierPosition, IdentifierLength);

    /// <summary>The root table of a buffer that must carry an identifier.</summary>
    /// <exception cref="InvalidModelException">The buffer is shorter than that or has another identifier.</exception>
    public FlatTable Root(ReadOnlySpan<byte> identifier, string name)
    {
        if (!Identifier.SequenceEqual(identifier))
        {
            string found = _bytes.Length < IdentifierPosition + IdentifierLength
                ? $"{_bytes.Length} bytes"
                : $"the bytes {Convert.ToHexString(Identifier)}";
            throw Invalid(IdentifierPosition, $"found {found}, expected the identifier {Encoding.ASCII.GetString(identifier)}");
        }

        return Root(name);
    }

    /// <summary>The root table, whatever the identifier.</summary>
    public FlatTable Root(string name) => new(this, Follow(0, name), name);

    /// <summary>The place that an unsigned offset at <paramref name="position"/> points to; checked when it is read.</summary>
    public long Follow(long position, string what) => position + UInt32(position, what);

    /// <summary>A part of the buffer.</summary>
    /// <exception cref="InvalidModelException">The part does not lie inside the buffer.</exception>
    public ReadOnlyMemory<byte> Slice(long position, long count, string what)
    {
        if (position < 0 || count < 0 || position > _bytes.Length - count)
        {
            throw Invalid(position, $"{what}: {count} bytes are needed here, but the buffer ends at {_origin + _bytes.Length}");
        }

        return _bytes.Slice((int)position, (int)count);
    }

    /// <summary>A byte.</summary>
    public byte UInt8(long position, string what) => Slice(position, 1, what).Span[0];

    /// <summary>A 16-bit unsigned integer.</summary>
    public ushort UInt16(long position, string what) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(position, 2, what).Span);

    /// <summary>A 32-bit unsigned integer.</summary>
    public uint UInt32(long position, string what) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(position, 4, what).Span);

    /// <summary>A 32-bit integer.</summary>
    public int Int32(long position, string what) => BinaryPrimitives.ReadInt32LittleEndian(Slice(position, 4, what).Span);

    /// <summary>A 64-bit integer.</summary>
    public long Int64(long position, string what) => BinaryPrimitives.ReadInt64LittleEndian(Slice(position, 8, what).Span);

    /// <summary>A 32-bit IEEE 754 number.</summary>
    public float Single(long position, string what) => BinaryPrimitives.ReadSingleLittleEndian(Slice(position, 4, what).Span);

    /// <summary>The exception for a fault at a place in this buffer.</summary>
    public InvalidModelException Invalid(long position, string what) => new(what, _origin + position);

    /// <summary>Takes memory from the budget on account of what lies at a place in this buffer.</summary>
    public void Charge(long bytes, long position) => Budget.Charge(bytes, _origin + position);
}
