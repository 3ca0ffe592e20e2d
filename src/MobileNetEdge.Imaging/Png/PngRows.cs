namespace MobileNetEdge.Imaging;

/// <summary>Reads rows from the unpacked data: filter byte, filtered samples; unfilters, expands and places them.</summary>
internal sealed class PngRows(Stream unpacked, PngHeader header, PngPixels pixels, int offset)
{
    private readonly byte[] _expanded = new byte[header.Interlaced ? header.Width * 3 : 0];
    private byte[] _row = new byte[header.RowBytes(header.Width) + 1];
    private byte[] _above = new byte[header.RowBytes(header.Width) + 1];

    /// <summary>Reads all rows of a pass into their places.</summary>
    public void ReadPass(PngPass pass, RgbImage image)
    {
        if (pass.Width == 0)
        {
            return;
        }

        int length = (int)header.RowBytes(pass.Width) + 1;
        Array.Clear(_above);
        for (int y = 0; y < pass.Height; y++)
        {
            ReadRow(length);
            Place(pass, image.Row(pass.Y + (y * pass.StepY)), _row.AsSpan(1, length - 1));
            (_row, _above) = (_above, _row);
        }
    }

    private void ReadRow(int length)
    {
        int read = unpacked.ReadAtLeast(_row.AsSpan(0, length), length, throwOnEndOfStream: false);
        if (read < length)
        {
            Throw.Invalid("PNG data", offset, "less data than the picture's size implies", $"{header.UnpackedBytes()} bytes");
        }

        if (_row[0] > PngFilter.MaxType)
        {
            Throw.Invalid("PNG row filter", offset, $"{_row[0]}", $"0 to {PngFilter.MaxType}");
        }

        PngFilter.Undo(_row[0], _row.AsSpan(1, length - 1), _above.AsSpan(1), header.FilterStep);
    }

    private void Place(PngPass pass, Span<byte> destination, ReadOnlySpan<byte> row)
    {
        if (pass.StepX == 1)
        {
            pixels.Expand(row, destination, offset);
            return;
        }

        Span<byte> rgb = _expanded.AsSpan(0, pass.Width * 3);
        pixels.Expand(row, rgb, offset);
        for (int i = 0, x = pass.X; i < rgb.Length; i += 3, x += pass.StepX)
        {
            rgb.Slice(i, 3).CopyTo(destination[(x * 3)..]);
        }
    }
}
