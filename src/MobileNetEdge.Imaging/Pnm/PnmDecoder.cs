namespace MobileNetEdge.Imaging;

/// <summary>Decodes the first picture of a PBM, PGM or PPM file, plain (P1 to P3) or binary (P4 to P6).</summary>
/// <remarks>Netpbm's format pages pbm(5), pgm(5), ppm(5). Samples are scaled from 0..maxval to 0..255, rounded to nearest.</remarks>
internal static class PnmDecoder
{
    private const int LargestMaxval = 65535;

    private readonly record struct Header(bool Plain, int Channels, int Width, int Height, int Maxval)
    {
        public bool IsBitmap => Maxval == 0;

        public int SampleBytes => Maxval > 255 ? 2 : 1;

        public long Samples => (long)Width * Height * Channels;
    }

    public static RgbImage Decode(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        FileBytes file = new(data);
        PnmReader reader = new(file, 2);
        Header header = ReadHeader(ref reader, data[1] - '0', limits);
        reader.Separator();
        file.Slice(reader.Position, LeastBytes(header), "PNM pixels");
        RgbImage image = RgbImage.Uninitialized(header.Width, header.Height);
        if (header.Plain)
        {
            ReadPlain(ref reader, header, image);
        }
        else if (header.IsBitmap)
        {
            ReadBitmap(data[reader.Position..], image);
        }
        else
        {
            ReadBinary(data, reader.Position, header, image);
        }

        return image;
    }

    private static Header ReadHeader(ref PnmReader reader, int kind, ImageLimits limits)
    {
        int start = reader.Position;
        int width = reader.Number("PNM width", int.MaxValue);
        int height = reader.Number("PNM height", int.MaxValue);
        limits.Check(width, height, start);
        bool bitmap = kind is 1 or 4;
        int maxval = bitmap ? 0 : reader.Number("PNM maxval", LargestMaxval);
        if (!bitmap && maxval == 0)
        {
            Throw.Invalid("PNM maxval", reader.Position - 1, "0", $"1 to {LargestMaxval}");
        }

        return new(kind <= 3, kind is 3 or 6 ? 3 : 1, width, height, maxval);
    }

    /// <summary>The fewest bytes that can hold the pixels: a plain sample takes a digit and a space, a plain bit only a digit.</summary>
    private static long LeastBytes(Header header)
    {
        if (header.IsBitmap)
        {
            return header.Plain ? header.Samples : (header.Width + 7L) / 8 * header.Height;
        }

        return header.Plain ? (2 * header.Samples) - 1 : header.Samples * header.SampleBytes;
    }

    private static void ReadPlain(ref PnmReader reader, Header header, RgbImage image)
    {
        Span<byte> pixels = image.Pixels;
        int copies = header.Channels == 1 ? 3 : 1;
        for (int i = 0; i < pixels.Length; i += copies)
        {
            int sample = header.IsBitmap ? 255 * (1 - reader.Bit()) : Scale(reader.Number("PNM sample", header.Maxval), header.Maxval);
            pixels.Slice(i, copies).Fill((byte)sample);
        }
    }

    private static void ReadBitmap(ReadOnlySpan<byte> stored, RgbImage image)
    {
        int rowBytes = (image.Width + 7) / 8;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> bits = stored.Slice(y * rowBytes, rowBytes);
            Span<byte> row = image.Row(y);
            for (int x = 0; x < image.Width; x++)
            {
                bool black = ((bits[x >> 3] << (x & 7)) & 0x80) != 0;
                row.Slice(3 * x, 3).Fill(black ? (byte)0 : (byte)255);
            }
        }
    }

    private static void ReadBinary(ReadOnlySpan<byte> data, int start, Header header, RgbImage image)
    {
        Span<byte> pixels = image.Pixels;
        if (header is { Maxval: 255, Channels: 3 })
        {
            data.Slice(start, pixels.Length).CopyTo(pixels);
            return;
        }

        int copies = header.Channels == 1 ? 3 : 1;
        for (int i = 0, position = start; i < pixels.Length; i += copies, position += header.SampleBytes)
        {
            int sample = header.SampleBytes == 1 ? data[position] : (data[position] << 8) | data[position + 1];
            if (sample > header.Maxval)
            {
                Throw.Invalid("PNM sample", position, $"{sample}", $"at most {header.Maxval}");
            }

            pixels.Slice(i, copies).Fill((byte)Scale(sample, header.Maxval));
        }
    }

    private static int Scale(int sample, int maxval) => ((sample * 255) + (maxval / 2)) / maxval;
}
