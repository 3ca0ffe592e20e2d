using System.IO.Compression;

namespace MobileNetEdge.Imaging;

/// <summary>Decodes PNG of every colour type, bit depth and interlace method (PNG specification, third edition).</summary>
/// <remarks>
/// Strict: every CRC, the end chunk, and exactly as much unpacked data as the header implies. Beside the picture it
/// takes memory for three rows.
/// </remarks>
internal static unsafe class PngDecoder
{
    private const int SignatureLength = 8;

    /// <summary>Deflate packs at most 258 bytes into 2 bits, which bounds what a file can unpack to.</summary>
    private const long BestDeflateRatio = 1032;

    public static RgbImage Decode(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        FileBytes file = new(data);
        PngHeader header = ReadHeader(file, limits, out PngChunk chunk);
        PngPixels pixels = ReadColours(file, header, ref chunk);
        long unpacked = header.UnpackedBytes();
        long packed = data.Length - chunk.Offset;
        if (unpacked > packed * BestDeflateRatio)
        {
            Throw.Invalid(
                "PNG size",
                SignatureLength,
                $"{header.Width} x {header.Height} pixels",
                $"no more than {packed} bytes of data can unpack to");
        }

        RgbImage image = RgbImage.Uninitialized(header.Width, header.Height);
        fixed (byte* pinned = data)
        {
            using PngDataStream stream = new(pinned, data.Length, chunk);
            Unpack(stream, header, pixels, image, chunk.Offset);
            ReadToEnd(file, stream.SkipToEnd());
        }

        return image;
    }

    private static PngHeader ReadHeader(FileBytes file, ImageLimits limits, out PngChunk chunk)
    {
        chunk = PngChunk.Read(file, SignatureLength);
        if (chunk.Type != PngChunk.Header || chunk.Length != PngHeader.Length)
        {
            Throw.Invalid("first PNG chunk", SignatureLength, $"{chunk.Name} of {chunk.Length} bytes", $"IHDR of {PngHeader.Length} bytes");
        }

        return PngHeader.Read(file, chunk.Offset, limits);
    }

    /// <summary>Reads the chunks between the header and the data; on return the chunk is the first of the data.</summary>
    private static PngPixels ReadColours(FileBytes file, PngHeader header, ref PngChunk chunk)
    {
        ReadOnlySpan<byte> palette = default;
        ReadOnlySpan<byte> transparency = default;
        for (chunk = PngChunk.Read(file, chunk.Next); chunk.Type != PngChunk.Data; chunk = PngChunk.Read(file, chunk.Next))
        {
            ReadOnlySpan<byte> data = file.Data.Slice(chunk.Offset, chunk.Length);
            switch (chunk.Type)
            {
                case PngChunk.Palette when palette.IsEmpty:
                    CheckPalette(header, chunk);
                    palette = data;
                    break;
                case PngChunk.Transparency:
                    CheckTransparency(header, chunk);
                    transparency = data;
                    break;
                default:
                    CheckIgnorable(chunk);
                    break;
            }
        }

        if (header.Colour == PngColour.Palette && palette.IsEmpty)
        {
            Throw.Invalid("PNG chunk", chunk.Offset - 8, "IDAT", "PLTE before it");
        }

        return new(header, palette, transparency);
    }

    private static void CheckPalette(PngHeader header, PngChunk chunk)
    {
        int most = header.Colour == PngColour.Palette ? 1 << header.BitDepth : 256;
        if (chunk.Length == 0 || chunk.Length % 3 != 0 || chunk.Length / 3 > most)
        {
            Throw.Invalid("PNG palette", chunk.Offset, $"{chunk.Length} bytes", $"3 for each of 1 to {most} colours");
        }
    }

    private static void CheckTransparency(PngHeader header, PngChunk chunk)
    {
        (int least, int most) = header.Colour switch
        {
            PngColour.Grey => (2, 2),
            PngColour.Rgb => (6, 6),
            PngColour.Palette => (0, 256),
            _ => (int.MaxValue, 0),
        };
        if (chunk.Length < least || chunk.Length > most)
        {
            string expected = most == 0 ? $"none with colour type {(int)header.Colour}" : $"{least} to {most} bytes";
            Throw.Invalid("PNG transparency", chunk.Offset, $"{chunk.Length} bytes", expected);
        }
    }

    private static void CheckIgnorable(PngChunk chunk)
    {
        if (chunk.Type is PngChunk.Header or PngChunk.Palette or PngChunk.Data or PngChunk.End)
        {
            Throw.Invalid("PNG chunk", chunk.Offset - 8, chunk.Name, "another chunk here");
        }

        if (chunk.IsCritical)
        {
            Throw.Unsupported($"the PNG picture needs the unknown chunk {chunk.Name} at byte {chunk.Offset - 8}");
        }
    }

    private static void Unpack(PngDataStream data, PngHeader header, PngPixels pixels, RgbImage image, int offset)
    {
        using ZLibStream inflate = new(data, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            PngRows rows = new(inflate, header, pixels, offset);
            foreach (PngPass pass in PngPass.Of(header))
            {
                rows.ReadPass(pass, image);
            }

            if (inflate.ReadByte() >= 0)
            {
                Throw.Invalid("PNG data", offset, "more data than the picture's size implies", $"{header.UnpackedBytes()} bytes");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Throw.Invalid("PNG data", offset, "data that does not unpack", "a zlib stream", exception);
        }
    }

    private static void ReadToEnd(FileBytes file, PngChunk chunk)
    {
        for (; chunk.Type != PngChunk.End; chunk = PngChunk.Read(file, chunk.Next))
        {
            CheckIgnorable(chunk);
        }
    }
}
