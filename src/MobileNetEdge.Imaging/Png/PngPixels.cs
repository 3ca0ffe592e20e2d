using System.Buffers.Binary;

namespace MobileNetEdge.Imaging;

/// <summary>Turns rows of samples into RGB: palette, grey, colour, 1 to 16 bits, transparency composed over black.</summary>
/// <remarks>Of 16 bits the high byte is kept, as libpng's png_set_strip_16 and Pillow do.</remarks>
internal sealed class PngPixels
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly int _paletteCount;
    private readonly (int R, int G, int B)? _transparentKey;

    /// <param name="header">The picture's header.</param>
    /// <param name="palette">Data of the PLTE chunk; empty where there is none.</param>
    /// <param name="transparency">Data of the tRNS chunk; empty where there is none.</param>
    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        _header = header;
        _paletteCount = palette.Length / 3;
        _palette = palette.ToArray();
        if (header.Colour == PngColour.Palette)
        {
            for (int i = 0; i < Math.Min(transparency.Length * 3, _palette.Length); i++)
            {
                _palette[i] = (byte)Blend.Multiply255(_palette[i], transparency[i / 3]);
            }
        }
        else if (!transparency.IsEmpty)
        {
            int red = BinaryPrimitives.ReadUInt16BigEndian(transparency);
            _transparentKey = header.Colour == PngColour.Grey
                ? (red, red, red)
                : (red, BinaryPrimitives.ReadUInt16BigEndian(transparency[2..]), BinaryPrimitives.ReadUInt16BigEndian(transparency[4..]));
        }
    }

    /// <summary>Expands one row.</summary>
    /// <param name="row">The unfiltered samples.</param>
    /// <param name="rgb">3 bytes a pixel.</param>
    /// <param name="offset">Where the compressed data starts, for errors.</param>
    public void Expand(ReadOnlySpan<byte> row, Span<byte> rgb, int offset)
    {
        switch (_header.Colour)
        {
            case PngColour.Palette:
                ExpandPalette(row, rgb, offset);
                break;
            case PngColour.Grey:
                ExpandGrey(row, rgb);
                break;
            case PngColour.Rgb when _header.BitDepth == 8 && _transparentKey is null:
                row[..rgb.Length].CopyTo(rgb);
                break;
            case PngColour.Rgb:
                ExpandRgb(row, rgb);
                break;
            default:
                ExpandAlpha(row, rgb);
                break;
        }
    }

    private void ExpandPalette(ReadOnlySpan<byte> row, Span<byte> rgb, int offset)
    {
        for (int i = 0, x = 0; i < rgb.Length; i += 3, x++)
        {
            int index = Sample(row, x);
            if (index >= _paletteCount)
            {
                Throw.Invalid("PNG palette index", offset, $"{index}", $"below {_paletteCount}");
            }

            _palette.AsSpan(index * 3, 3).CopyTo(rgb[i..]);
        }
    }

    private void ExpandGrey(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int depth = _header.BitDepth;
        int scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
        int key = _transparentKey?.R ?? -1;
        for (int i = 0, x = 0; i < rgb.Length; i += 3, x++)
        {
            int sample = Sample(row, x);
            int grey = depth == 16 ? sample >> 8 : sample * scale;
            rgb.Slice(i, 3).Fill(sample == key ? (byte)0 : (byte)grey);
        }
    }

    private void ExpandRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int shift = _header.BitDepth - 8;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            (int R, int G, int B) colour = (Sample(row, i), Sample(row, i + 1), Sample(row, i + 2));
            bool transparent = _transparentKey == colour;
            rgb[i] = transparent ? (byte)0 : (byte)(colour.R >> shift);
            rgb[i + 1] = transparent ? (byte)0 : (byte)(colour.G >> shift);
            rgb[i + 2] = transparent ? (byte)0 : (byte)(colour.B >> shift);
        }
    }

    private void ExpandAlpha(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int bytes = _header.BitDepth / 8;
        int step = _header.Channels * bytes;
        bool grey = _header.Colour == PngColour.GreyAlpha;
        for (int i = 0, j = 0; i < rgb.Length; i += 3, j += step)
        {
            int alpha = row[j + step - bytes];
            rgb[i] = (byte)Blend.Multiply255(row[j], alpha);
            rgb[i + 1] = grey ? rgb[i] : (byte)Blend.Multiply255(row[j + bytes], alpha);
            rgb[i + 2] = grey ? rgb[i] : (byte)Blend.Multiply255(row[j + (2 * bytes)], alpha);
        }
    }

    /// <summary>The sample at an index of a row, in 0 to 2^depth - 1; smaller samples stand in the higher bits.</summary>
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _header.BitDepth;
        if (depth == 8)
        {
            return row[index];
        }

        if (depth == 16)
        {
            return (row[2 * index] << 8) | row[(2 * index) + 1];
        }

        int bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
}
