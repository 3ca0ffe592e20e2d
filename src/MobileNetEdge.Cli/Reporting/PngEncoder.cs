using System.Buffers.Binary;
using System.IO.Compression;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Writes small pictures as PNG: 8-bit RGB, each row filtered by the difference to the pixel before (PNG specification, section 9).</summary>
internal static class PngEncoder
{
    private const byte FilterSub = 1;
    private const int BytesPerPixel = 3;

    public static byte[] Encode(RgbImage image, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        (header[8], header[9]) = (8, 2);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image, level));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(RgbImage image, CompressionLevel level)
    {
        using MemoryStream packed = new();
        using (ZLibStream deflate = new(packed, level))
        {
            byte[] filtered = new byte[1 + (image.Width * BytesPerPixel)];
            filtered[0] = FilterSub;
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                for (int i = 0; i < row.Length; i++)
                {
                    filtered[i + 1] = (byte)(row[i] - (i < BytesPerPixel ? 0 : row[i - BytesPerPixel]));
                }

                deflate.Write(filtered);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        name.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        file.Write(chunk);
    }

    /// <summary>Annex D of the specification, bit by bit: thumbnails are small.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
