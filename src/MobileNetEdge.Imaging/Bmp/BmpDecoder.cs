using System.Buffers.Binary;

namespace MobileNetEdge.Imaging;

/// <summary>Decodes BMP: 1, 4, 8, 16, 24 and 32 bits, colour masks, run lengths; alpha is ignored.</summary>
internal static class BmpDecoder
{
    public static RgbImage Decode(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        FileBytes file = new(data);
        BmpHeader header = BmpHeader.Read(file, limits);
        if (header.IsRunLength)
        {
            RgbImage image = RgbImage.Uninitialized(header.Width, header.Height);
            new BmpRunLength(file, header, new BmpPalette(file, header), image).Decode();
            return image;
        }

        return DecodeRows(file, header);
    }

    private static RgbImage DecodeRows(FileBytes file, BmpHeader header)
    {
        file.Slice(header.Pixels, (header.Stride * (header.Height - 1)) + header.RowBytes, "BMP pixels");
        BmpMasks masks = BmpMasks.Read(file, header);
        BmpPalette palette = new(file, header);
        RgbImage image = RgbImage.Uninitialized(header.Width, header.Height);
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> stored = file.Data.Slice((int)(header.Pixels + (y * header.Stride)), (int)header.RowBytes);
            Span<byte> row = image.Row(header.TopDown ? y : header.Height - 1 - y);
            switch (header.Bits)
            {
                case 24:
                    ReadBgr(stored, row);
                    break;
                case 32 when !header.HasMasks:
                    ReadBgrx(stored, row);
                    break;
                case 16 or 32:
                    ReadMasked(stored, row, header.Bits / 8, masks);
                    break;
                default:
                    ReadIndexed(stored, row, header.Bits, palette);
                    break;
            }
        }

        return image;
    }

    private static void ReadBgr(ReadOnlySpan<byte> stored, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i += 3)
        {
            (row[i], row[i + 1], row[i + 2]) = (stored[i + 2], stored[i + 1], stored[i]);
        }
    }

    private static void ReadBgrx(ReadOnlySpan<byte> stored, Span<byte> row)
    {
        for (int i = 0, j = 0; i < row.Length; i += 3, j += 4)
        {
            (row[i], row[i + 1], row[i + 2]) = (stored[j + 2], stored[j + 1], stored[j]);
        }
    }

    private static void ReadMasked(ReadOnlySpan<byte> stored, Span<byte> row, int bytes, BmpMasks masks)
    {
        for (int i = 0; i < row.Length; i += 3, stored = stored[bytes..])
        {
            uint pixel = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(stored) : BinaryPrimitives.ReadUInt32LittleEndian(stored);
            row[i] = masks.Red.Extract(pixel);
            row[i + 1] = masks.Green.Extract(pixel);
            row[i + 2] = masks.Blue.Extract(pixel);
        }
    }

    private static void ReadIndexed(ReadOnlySpan<byte> stored, Span<byte> row, int bits, BmpPalette palette)
    {
        for (int i = 0, bit = 0; i < row.Length; i += 3, bit += bits)
        {
            int index = (stored[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
            palette.Write(index, row[i..]);
        }
    }
}
