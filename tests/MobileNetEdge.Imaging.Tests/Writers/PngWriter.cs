using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MobileNetEdge.Imaging.Tests;

/// <summary>Writes PNG files of any kind, well formed unless told otherwise.</summary>
internal sealed class PngWriter
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public int Depth { get; init; } = 8;

    public int Colour { get; init; } = 2;

    public bool Interlaced { get; init; }

    /// <summary>The sample of channel c at (x, y), in 0 to 2^Depth - 1.</summary>
    public required Func<int, int, int, int> Sample { get; init; }

    public byte[]? Palette { get; init; }

    public byte[]? Transparency { get; init; }

    /// <summary>The filter of a row, by its number in its pass.</summary>
    public Func<int, int> Filter { get; init; } = row => row % 5;

    public int DataChunkBytes { get; init; } = int.MaxValue;

    /// <summary>Chunks to stand before the data: four letters and their data.</summary>
    public (string Name, byte[] Data)[] Extra { get; init; } = [];

    private int Channels => Colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public byte[] ToFile() => ToFile(Pack(ToRows()));

    /// <summary>The file with other compressed data.</summary>
    public byte[] ToFile(byte[] packed)
    {
        List<byte> file = [.. Signature];
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)Colour, Interlaced ? (byte)1 : (byte)0);
        file.AddRange(Chunk("IHDR", header));
        foreach ((string name, byte[] data) in Extra)
        {
            file.AddRange(Chunk(name, data));
        }

        file.AddRange(Palette is null ? [] : Chunk("PLTE", Palette));
        file.AddRange(Transparency is null ? [] : Chunk("tRNS", Transparency));
        foreach (byte[] part in packed.Chunk(DataChunkBytes))
        {
            file.AddRange(Chunk("IDAT", part));
        }

        file.AddRange(Chunk("IEND", []));
        return [.. file];
    }

    public static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream deflate = new(packed, CompressionLevel.Optimal))
        {
            deflate.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Chunk(string name, byte[] data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>Recomputes the CRC of every chunk whose length still fits.</summary>
    public static void RepairCrcs(Span<byte> file)
    {
        for (int start = 8; start <= file.Length - 12;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[start..]);
            if (length > file.Length - start - 12)
            {
                return;
            }

            int end = start + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file[end..], Crc(file[(start + 4)..end]));
            start = end + 4;
        }
    }

    /// <summary>All passes: filter byte and filtered samples of each row.</summary>
    public byte[] ToRows()
    {
        (int X, int Y, int StepX, int StepY)[] passes = Interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        List<byte> rows = [];
        foreach ((int x, int y, int stepX, int stepY) in passes)
        {
            int[] columns = [.. Enumerable.Range(0, Width).Where(i => i >= x && (i - x) % stepX == 0)];
            byte[] above = new byte[RowBytes(columns.Length)];
            for (int j = y, number = 0; j < Height && columns.Length > 0; j += stepY, number++)
            {
                byte[] row = PackRow(columns, j);
                rows.Add((byte)Filter(number));
                rows.AddRange(ApplyFilter(Filter(number), row, above));
                above = row;
            }
        }

        return [.. rows];
    }

    private int RowBytes(int pixels) => ((pixels * Channels * Depth) + 7) / 8;

    private byte[] PackRow(int[] columns, int y)
    {
        byte[] row = new byte[RowBytes(columns.Length)];
        int bit = 0;
        foreach (int x in columns)
        {
            for (int c = 0; c < Channels; c++)
            {
                int sample = Sample(x, y, c);
                for (int i = Depth - 1; i >= 0; i--, bit++)
                {
                    row[bit >> 3] |= (byte)(((sample >> i) & 1) << (7 - (bit & 7)));
                }
            }
        }

        return row;
    }

    private byte[] ApplyFilter(int filter, byte[] row, byte[] above)
    {
        int step = Math.Max(1, Channels * Depth / 8);
        byte[] result = new byte[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            (int a, int b, int c) = (i < step ? 0 : row[i - step], above[i], i < step ? 0 : above[i - step]);
            int p = a + b - c;
            int predicted = filter switch
            {
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                4 => new[] { a, b, c }.MinBy(v => Math.Abs(p - v)),
                _ => 0,
            };
            result[i] = (byte)(row[i] - predicted);
        }

        return result;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
