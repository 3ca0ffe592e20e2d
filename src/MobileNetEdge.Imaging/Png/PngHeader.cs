namespace MobileNetEdge.Imaging;

/// <summary>Colour types of PNG; the bits are 1 palette, 2 colour, 4 alpha.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>The IHDR chunk (PNG specification, third edition, section 11.2.1).</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour, bool Interlaced)
{
    public const int Length = 13;

    public int Channels => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>The distance in bytes to the sample that a filter refers to.</summary>
    public int FilterStep => Math.Max(1, BitsPerPixel / 8);

    /// <summary>Reads and checks the chunk's data.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="offset">Where the chunk's data starts.</param>
    /// <param name="limits">How large the picture may be.</param>
    public static PngHeader Read(FileBytes file, int offset, ImageLimits limits)
    {
        limits.Check(file.U32Big(offset, "PNG width"), file.U32Big(offset + 4, "PNG height"), offset);
        ReadOnlySpan<byte> rest = file.Slice(offset + 8, 5, "PNG header");
        (int depth, PngColour colour) = (rest[0], (PngColour)rest[1]);
        if (!IsAllowed(colour, depth))
        {
            Throw.Invalid("PNG bit depth and colour type", offset + 8, $"{depth} and {rest[1]}", "a pair of table 12 of the specification");
        }

        if (rest[2] != 0 || rest[3] != 0 || rest[4] > 1)
        {
            Throw.Invalid(
                "PNG compression, filter and interlace method", offset + 10, $"{rest[2]}, {rest[3]}, {rest[4]}", "0, 0, and 0 or 1");
        }

        PngHeader header = new(
            (int)file.U32Big(offset, "PNG width"), (int)file.U32Big(offset + 4, "PNG height"), depth, colour, rest[4] == 1);
        if (header.RowBytes(header.Width) >= Array.MaxLength)
        {
            Throw.Unsupported($"a row of the PNG picture takes {header.RowBytes(header.Width)} bytes");
        }

        return header;
    }

    /// <summary>Bytes of a row of some pixels, without the filter byte.</summary>
    public long RowBytes(int pixels) => (((long)pixels * BitsPerPixel) + 7) / 8;

    /// <summary>Bytes that the compressed data unpacks to: all rows of all passes with their filter bytes.</summary>
    public long UnpackedBytes()
    {
        long total = 0;
        foreach (PngPass pass in PngPass.Of(this))
        {
            total += pass.Width == 0 ? 0 : pass.Height * (RowBytes(pass.Width) + 1);
        }

        return total;
    }

    private static bool IsAllowed(PngColour colour, int depth)
    {
        return colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
    }
}
