namespace MobileNetEdge.Imaging;

/// <summary>One chunk: where its data stands, and its checked type.</summary>
/// <remarks>PNG specification, section 5.3: length, type, data, CRC-32 of type and data; all big endian.</remarks>
internal readonly record struct PngChunk(uint Type, int Offset, int Length)
{
    public const uint Header = 0x49484452;
    public const uint Palette = 0x504C5445;
    public const uint Data = 0x49444154;
    public const uint End = 0x49454E44;
    public const uint Transparency = 0x74524E53;

    private const uint AncillaryBit = 0x20000000;

    /// <summary>Whether a decoder that does not know the chunk must give up.</summary>
    public bool IsCritical => (Type & AncillaryBit) == 0;

    /// <summary>The four letters.</summary>
    public string Name => string.Create(4, Type, static (letters, type) =>
    {
        for (int i = 0; i < 4; i++)
        {
            letters[i] = (char)(byte)(type >> (24 - (8 * i)));
        }
    });

    /// <summary>Where the next chunk starts.</summary>
    public int Next => Offset + Length + 4;

    /// <summary>Reads the chunk that starts at an offset and checks its CRC.</summary>
    public static PngChunk Read(FileBytes file, int start)
    {
        uint length = file.U32Big(start, "PNG chunk");
        uint type = file.U32Big(start + 4L, "PNG chunk");
        if (!IsName(type))
        {
            Throw.Invalid("PNG chunk type", start + 4L, $"0x{type:X8}", "four letters");
        }

        ReadOnlySpan<byte> covered = file.Slice(start + 4L, length + 4L, "PNG chunk");
        uint stored = file.U32Big(start + 8L + length, "PNG chunk CRC");
        uint computed = Crc32.Compute(covered);
        if (stored != computed)
        {
            Throw.Invalid("PNG chunk CRC", start + 8L + length, $"0x{stored:X8}", $"0x{computed:X8}");
        }

        return new(type, start + 8, (int)length);
    }

    private static bool IsName(uint type)
    {
        for (int shift = 0; shift < 32; shift += 8)
        {
            if (!char.IsAsciiLetter((char)(byte)(type >> shift)))
            {
                return false;
            }
        }

        return true;
    }
}
