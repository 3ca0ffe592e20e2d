namespace MobileNetEdge.Imaging;

/// <summary>The colours that the pixels of a BMP file with up to 8 bits point to.</summary>
internal readonly ref struct BmpPalette
{
    private readonly Span<byte> _rgb;
    private readonly long _offset;

    /// <summary>Reads as many colours as the header announces and fit before the pixels.</summary>
    public BmpPalette(FileBytes file, BmpHeader header)
    {
        int entry = header.PaletteEntryBytes;
        int count = (int)Math.Min(header.PaletteCount, (header.Pixels - header.Palette) / entry);
        ReadOnlySpan<byte> stored = file.Slice(header.Palette, count * entry, "BMP palette");
        _rgb = new byte[count * 3];
        _offset = header.Pixels;
        for (int i = 0; i < count; i++)
        {
            _rgb[3 * i] = stored[(entry * i) + 2];
            _rgb[(3 * i) + 1] = stored[(entry * i) + 1];
            _rgb[(3 * i) + 2] = stored[entry * i];
        }
    }

    /// <summary>Writes the colour of an index as R, G, B.</summary>
    public void Write(int index, Span<byte> rgb)
    {
        if (3 * index >= _rgb.Length)
        {
            Throw.Invalid("BMP palette index", _offset, $"{index}", $"below {_rgb.Length / 3}");
        }

        _rgb.Slice(3 * index, 3).CopyTo(rgb);
    }
}
