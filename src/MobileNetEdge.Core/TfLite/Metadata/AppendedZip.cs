using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace MobileNetEdge.TfLite;

/// <summary>The ZIP archive that tools append to a model file; entries are found by name and never touch the file system.</summary>
/// <remarks>
/// Format: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end). The framework's own
/// reader makes objects of all entries before the first is found, which a hostile file can use; this one makes none.
/// </remarks>
/// <param name="file">The whole file.</param>
/// <param name="budget">What unpacked entries are charged to.</param>
internal sealed class AppendedZip(ReadOnlyMemory<byte> file, DecodingBudget budget)
{
    /// <summary>The most bytes that all entries together are unpacked to.</summary>
    public const int MaxUnpackedBytes = 16 << 20;

    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const int LocalHeaderLength = 30;
    private const int MaxCommentLength = ushort.MaxValue;
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalHeaderSignature = 0x04034b50;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;
    private const ushort EncryptedFlag = 1;

    private int _unpackedLeft = MaxUnpackedBytes;

    private static ReadOnlySpan<byte> EndSignature => "PK\x05\x06"u8;

    /// <summary>The contents of an entry; null where there is no such entry or no archive.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or the entry is packed in a way that is not supported.</exception>
    public ReadOnlyMemory<byte>? Find(ReadOnlySpan<byte> name)
    {
        if (FindEnd() is not { } end)
        {
            return null;
        }

        int count = UInt16(end + 10);
        long entry = end - (long)UInt32(end + 12);
        long shift = entry - UInt32(end + 16);
        for (int i = 0; i < count; i++)
        {
            if (UInt32(entry) != EntrySignature)
            {
                throw new InvalidDataException($"the ZIP's directory is damaged at byte {entry}");
            }

            int nameLength = UInt16(entry + 28);
            if (Slice(entry + EntryLength, nameLength).Span.SequenceEqual(name))
            {
                return Unpack(entry, shift);
            }

            entry += EntryLength + nameLength + UInt16(entry + 30) + UInt16(entry + 32);
        }

        return null;
    }

    /// <summary>The record that ends an archive stands at the end of the file, followed by nothing but a comment.</summary>
    private long? FindEnd()
    {
        int first = Math.Max(0, file.Length - EndLength - MaxCommentLength);
        ReadOnlySpan<byte> tail = file.Span[first..];
        for (int place = tail.LastIndexOf(EndSignature); place >= 0; place = tail[..place].LastIndexOf(EndSignature))
        {
            long end = (long)first + place;
            if (place <= tail.Length - EndLength && end + EndLength + UInt16(end + 20) == file.Length)
            {
                return end;
            }
        }

        return null;
    }

    private ReadOnlyMemory<byte> Unpack(long entry, long shift)
    {
        long header = shift + UInt32(entry + 42);
        if (UInt32(header) != LocalHeaderSignature || (UInt16(entry + 8) & EncryptedFlag) != 0)
        {
            throw new InvalidDataException($"the ZIP's entry at byte {header} is damaged or encrypted");
        }

        long start = header + LocalHeaderLength + UInt16(header + 26) + UInt16(header + 28);
        ReadOnlyMemory<byte> packed = Slice(start, UInt32(entry + 20));
        ushort method = UInt16(entry + 10);
        return method switch
        {
            Stored => packed,
            Deflated => Inflate(packed, UInt32(entry + 24)),
            _ => throw new InvalidDataException($"the ZIP's entry at byte {header} is packed by method {method}"),
        };
    }

    private unsafe byte[] Inflate(ReadOnlyMemory<byte> packed, long length)
    {
        if (length > _unpackedLeft)
        {
            throw new InvalidDataException($"the ZIP unpacks to more than {MaxUnpackedBytes} bytes");
        }

        _unpackedLeft -= (int)length;
        budget.ChargeArray(length, 1, 0);
        byte[] unpacked = new byte[length];
        using MemoryHandle pin = packed.Pin();
        using UnmanagedMemoryStream source = new((byte*)pin.Pointer, packed.Length);
        using DeflateStream inflater = new(source, CompressionMode.Decompress);
        return inflater.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false) == unpacked.Length
            ? unpacked
            : throw new InvalidDataException($"the ZIP's entry is shorter than the {length} bytes that its directory says");
    }

    private ushort UInt16(long place) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(place, sizeof(ushort)).Span);

    private uint UInt32(long place) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(place, sizeof(uint)).Span);

    private ReadOnlyMemory<byte> Slice(long place, long length)
    {
        return place >= 0 && place <= file.Length - length
            ? file.Slice((int)place, (int)length)
            : throw new InvalidDataException($"the ZIP points to byte {place} of {file.Length}");
    }
}
