using System.Buffers.Binary;

namespace MobileNetEdge.Imaging;

/// <summary>A file in memory; every read is checked and a read past the end is an <see cref="InvalidImageException"/>.</summary>
internal readonly ref struct FileBytes(ReadOnlySpan<byte> data)
{
    public ReadOnlySpan<byte> Data { get; } = data;

    public int Length => Data.Length;

    /// <summary>The bytes from <paramref name="offset"/>, named <paramref name="what"/> if the file ends too soon.</summary>
    public ReadOnlySpan<byte> Slice(long offset, long length, string what)
    {
        if (offset < 0 || length < 0 || offset > Data.Length || length > Data.Length - offset)
        {
            Throw.Truncated(what, offset, Data.Length, length);
        }

        return Data.Slice((int)offset, (int)length);
    }

    public byte U8(long offset, string what) => Slice(offset, 1, what)[0];

    public int U16Little(long offset, string what) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2, what));

    public uint U32Little(long offset, string what) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4, what));

    public int I32Little(long offset, string what) => BinaryPrimitives.ReadInt32LittleEndian(Slice(offset, 4, what));

    public int U16Big(long offset, string what) => BinaryPrimitives.ReadUInt16BigEndian(Slice(offset, 2, what));

    public uint U32Big(long offset, string what) => BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4, what));
}
