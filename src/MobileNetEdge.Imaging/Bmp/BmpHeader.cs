namespace MobileNetEdge.Imaging;

internal enum BmpCompression
{
    None = 0,
    Rle8 = 1,
    Rle4 = 2,
    BitFields = 3,
    AlphaBitFields = 6,
}

/// <summary>The file header and the information header of a BMP file, of every version from OS/2 1 to Windows 5.</summary>
/// <remarks>
/// BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER and BITMAPV5HEADER of the Windows GDI
/// documentation; all little endian. The versions of 52 and 56 bytes stand between the second and the third.
/// </remarks>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="TopDown">Whether the first stored row is the top one.</param>
/// <param name="Bits">Bits a pixel.</param>
/// <param name="Compression">How the pixels are stored.</param>
/// <param name="Palette">Where the palette starts.</param>
/// <param name="PaletteEntryBytes">4, or 3 in OS/2 files.</param>
/// <param name="PaletteCount">Colours the header announces.</param>
/// <param name="Masks">Where the colour masks stand, if there are any.</param>
/// <param name="Pixels">Where the pixels start.</param>
internal readonly record struct BmpHeader(
    int Width,
    int Height,
    bool TopDown,
    int Bits,
    BmpCompression Compression,
    int Palette,
    int PaletteEntryBytes,
    int PaletteCount,
    int Masks,
    long Pixels)
{
    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;
    private const int InfoHeaderBytes = 40;

    public bool IsRunLength => Compression is BmpCompression.Rle8 or BmpCompression.Rle4;

    public bool HasMasks => Compression is BmpCompression.BitFields or BmpCompression.AlphaBitFields;

    /// <summary>Bytes of a stored row without its padding.</summary>
    public long RowBytes => (((long)Width * Bits) + 7) / 8;

    /// <summary>Bytes from one stored row to the next: rows are padded to 4 bytes.</summary>
    public long Stride => (RowBytes + 3) / 4 * 4;

    public static BmpHeader Read(FileBytes file, ImageLimits limits)
    {
        long pixels = file.U32Little(10, "BMP file header");
        uint size = file.U32Little(FileHeaderBytes, "BMP information header");
        BmpHeader header = size switch
        {
            CoreHeaderBytes => ReadCore(file, pixels),
            InfoHeaderBytes or 52 or 56 or 64 or 108 or 124 => ReadInfo(file, (int)size, pixels),
            _ => throw new UnsupportedImageException($"the BMP information header has {size} bytes, which no known version has"),
        };
        limits.Check(header.Width, header.Height, FileHeaderBytes + 4);
        header.CheckPixelFormat();
        if (pixels < header.Palette || pixels >= file.Length)
        {
            Throw.Invalid("start of BMP pixels", 10, $"{pixels}", $"between {header.Palette} and the file's end at {file.Length}");
        }

        return header;
    }

    private static BmpHeader ReadCore(FileBytes file, long pixels)
    {
        int bits = file.U16Little(24, "BMP information header");
        return new(
            file.U16Little(18, "BMP information header"),
            file.U16Little(20, "BMP information header"),
            TopDown: false,
            bits,
            BmpCompression.None,
            FileHeaderBytes + CoreHeaderBytes,
            PaletteEntryBytes: 3,
            PaletteCount: bits <= 8 ? 1 << bits : 0,
            Masks: 0,
            pixels);
    }

    private static BmpHeader ReadInfo(FileBytes file, int size, long pixels)
    {
        file.Slice(FileHeaderBytes, size, "BMP information header");
        int height = file.I32Little(22, "BMP height");
        int bits = file.U16Little(28, "BMP bits");
        BmpCompression compression = (BmpCompression)file.U32Little(30, "BMP compression");
        uint colours = file.U32Little(46, "BMP colours");
        int masksAfter = size > InfoHeaderBytes ? 0 : compression switch
        {
            BmpCompression.BitFields => 12,
            BmpCompression.AlphaBitFields => 16,
            _ => 0,
        };
        int palette = bits <= 8 ? 1 << bits : 0;
        return new(
            file.I32Little(18, "BMP width"),
            height == int.MinValue ? 0 : Math.Abs(height),
            height < 0,
            bits,
            compression,
            FileHeaderBytes + size + masksAfter,
            PaletteEntryBytes: 4,
            colours == 0 || colours > palette ? palette : (int)colours,
            FileHeaderBytes + InfoHeaderBytes,
            pixels);
    }

    private void CheckPixelFormat()
    {
        bool known = Compression switch
        {
            BmpCompression.None => Bits is 1 or 4 or 8 or 16 or 24 or 32,
            BmpCompression.Rle8 => Bits == 8,
            BmpCompression.Rle4 => Bits == 4,
            BmpCompression.BitFields or BmpCompression.AlphaBitFields => Bits is 16 or 32,
            _ => false,
        };
        if (!known)
        {
            Throw.Unsupported($"the BMP picture has {Bits} bits a pixel with compression {(uint)Compression}, which is not read");
        }

        if (IsRunLength && TopDown)
        {
            Throw.Invalid("BMP height", FileHeaderBytes + 8, "a negative one", "a positive one with run-length compression");
        }
    }
}
