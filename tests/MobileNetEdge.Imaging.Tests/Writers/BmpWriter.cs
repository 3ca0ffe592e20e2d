using System.Buffers.Binary;

namespace MobileNetEdge.Imaging.Tests;

/// <summary>Writes BMP files from header fields and the bytes of their pixels.</summary>
internal sealed class BmpWriter
{
    public int HeaderBytes { get; init; } = 40;

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Bits { get; init; }

    public int Compression { get; init; }

    public uint[] Masks { get; init; } = [];

    /// <summary>Colours as 0xRRGGBB.</summary>
    public uint[] Palette { get; init; } = [];

    public byte[] Pixels { get; init; } = [];

    public byte[] ToFile()
    {
        int maskBytes = HeaderBytes == 40 ? Masks.Length * 4 : 0;
        int entry = HeaderBytes == 12 ? 3 : 4;
        int start = 14 + HeaderBytes + maskBytes + (Palette.Length * entry);
        byte[] file = new byte[start + Pixels.Length];
        "BM"u8.CopyTo(file);
        Write32(file, 2, file.Length);
        Write32(file, 10, start);
        Write32(file, 14, HeaderBytes);
        if (HeaderBytes == 12)
        {
            Write32(file, 18, Width | (Height << 16));
            Write32(file, 22, 1 | (Bits << 16));
        }
        else
        {
            Write32(file, 18, Width);
            Write32(file, 22, Height);
            Write32(file, 26, 1 | (Bits << 16));
            Write32(file, 30, Compression);
            Write32(file, 46, Palette.Length);
            for (int i = 0; i < Masks.Length; i++)
            {
                Write32(file, 54 + (4 * i), (int)Masks[i]);
            }
        }

        for (int i = 0; i < Palette.Length; i++)
        {
            int at = 14 + HeaderBytes + maskBytes + (i * entry);
            (file[at], file[at + 1], file[at + 2]) = ((byte)Palette[i], (byte)(Palette[i] >> 8), (byte)(Palette[i] >> 16));
        }

        Pixels.CopyTo(file, start);
        return file;
    }

    private static void Write32(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
}
