using System.Buffers.Binary;

namespace MobileNetEdge.Imaging.Tests;

public sealed class JpegTests
{
    public static TheoryData<string, byte[]> Kinds => new()
    {
        { "colour", JpegSamples.Colour },
        { "progressive", JpegSamples.Progressive },
        { "CMYK", JpegSamples.Cmyk },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Colours_are_decoded(string kind, byte[] file)
    {
        RgbImage image = ImageFile.Decode(file);
        Assert.Equal((24, 16), (image.Width, image.Height));
        (int X, int Y, int R, int G, int B)[] expected =
            [(3, 3, 255, 0, 0), (20, 3, 0, 255, 0), (3, 12, 0, 0, 255), (20, 12, 255, 255, 255), (12, 8, 128, 128, 128)];
        foreach ((int x, int y, int r, int g, int b) in expected)
        {
            (byte R, byte G, byte B) actual = image.At(x, y);
            int worst = Math.Max(Math.Abs(actual.R - r), Math.Max(Math.Abs(actual.G - g), Math.Abs(actual.B - b)));
            Assert.True(worst <= 4, $"{kind} at ({x}, {y}): {actual}");
        }
    }

    [Fact]
    public void Grey_is_spread_over_three_channels()
    {
        RgbImage image = ImageFile.Decode(JpegSamples.Grey);
        Assert.Equal((76, 76, 76), image.At(3, 3));
        Assert.Equal((150, 150, 150), image.At(20, 3));
        Assert.Equal((29, 29, 29), image.At(3, 12));
        Assert.Equal((255, 255, 255), image.At(20, 12));
    }

    // The letters are the colours of the upright picture's corners: top left, top right, bottom left, bottom right.
    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    public void Every_Exif_orientation_is_applied(int orientation, string corners)
    {
        foreach (bool little in new[] { true, false })
        {
            RgbImage image = ImageFile.Decode(WithExif(JpegSamples.Colour, Exif(orientation, little)));
            Assert.Equal(orientation >= 5 ? (16, 24) : (24, 16), (image.Width, image.Height));
            Assert.Equal(corners, Corners(image));
        }
    }

    public static TheoryData<string, byte[]> BadExif => new()
    {
        { "empty", [] },
        { "only the name", [.. "Exif\0\0"u8] },
        { "value 0", Exif(0, true) },
        { "value 9", Exif(9, true) },
        { "wrong type", With(Exif(6, true), 18, 4) },
        { "wrong byte order", With(Exif(6, true), 6, (byte)'X') },
        { "wrong magic", With(Exif(6, true), 8, 43) },
        { "directory outside", With(Exif(6, true), 13, 0xFF) },
        { "directory at the end", With(Exif(6, true), 10, 20) },
        { "cut entry", Exif(6, true)[..24] },
        { "not Exif", With(Exif(6, true), 0, (byte)'X') },
    };

    [Theory]
    [MemberData(nameof(BadExif))]
    public void Malformed_Exif_data_leaves_the_picture_as_it_is(string kind, byte[] exif)
    {
        Assert.Equal($"{kind} RGBW", $"{kind} {Corners(ImageFile.Decode(WithExif(JpegSamples.Colour, exif)))}");
    }

    [Fact]
    public void Every_truncation_is_invalid()
    {
        foreach (byte[] file in new[] { JpegSamples.Colour, JpegSamples.Progressive, JpegSamples.Cmyk, JpegSamples.Grey })
        {
            for (int length = 0; length < file.Length; length++)
            {
                Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file.AsSpan(0, length)));
            }
        }
    }

    [Fact]
    public void Missing_data_before_the_end_marker_is_invalid()
    {
        byte[] file = JpegSamples.Colour;
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode([.. file.AsSpan(0, file.Length - 30), 0xFF, 0xD9]));
    }

    [Fact]
    public void Bytes_after_the_picture_and_stray_bytes_before_a_marker_are_tolerated()
    {
        byte[] file = [.. JpegSamples.Colour[..^2], 1, 2, 3, 0xFF, 0xD9, 4, 5, 6];
        Assert.Equal(ImageFile.Decode(JpegSamples.Colour).Pixels, ImageFile.Decode(file).Pixels);
    }

    [Fact]
    public void Too_many_scans_are_unsupported()
    {
        byte[] file = JpegSamples.Progressive;
        int scan = file.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xDA]);
        byte[] bomb = [.. file[..^2], .. Enumerable.Repeat(file[scan..^2], 500).SelectMany(bytes => bytes), 0xFF, 0xD9];
        Assert.Contains("scans", Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(bomb)).Message);
    }

    [Fact]
    public void The_size_is_checked_before_memory_is_taken()
    {
        byte[] file = JpegSamples.Colour;
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 60000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 60000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Twelve_bits_and_lossless_processes_are_unsupported()
    {
        byte[] file = JpegSamples.Colour;
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        Assert.Contains("12 bits", Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(With(file, frame + 4, 12))).Message);
        Assert.Contains("lossless", Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(With(file, frame + 1, 0xC3))).Message);
    }

    [Fact]
    public void Chroma_with_a_subsampling_that_has_no_name_is_decoded()
    {
        // Luma 2 x 2, chroma 1 x 2 and 2 x 1 instead of 1 x 1 each: the picture's data no longer suffices, but the header is taken.
        byte[] file = JpegSamples.Progressive;
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC2]);
        file[frame + 14] = 0x12;
        file[frame + 17] = 0x21;
        InvalidImageException error = Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file));
        Assert.DoesNotContain("subsampling", error.Message);
    }

    [Fact]
    public void A_missing_library_is_an_error_that_names_the_package()
    {
        JpegCodec.Require();
        MissingCodecException error = Assert.Throws<MissingCodecException>(() => JpegCodec.Load("libnosuchjpeg.so.0", "nosuchjpeg"));
        Assert.Equal("libturbojpeg0", error.Package);
        Assert.Contains("apt-get install libturbojpeg0", error.Message);
        Assert.Contains("libnosuchjpeg.so.0", error.Message);
    }

    internal static byte[] WithExif(byte[] jpeg, byte[] exif)
    {
        int length = exif.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, .. jpeg[2..]];
    }

    internal static byte[] Exif(int orientation, bool little)
    {
        byte value = (byte)orientation;
        byte[] tiff = little
            ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
            : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0];
        return [.. "Exif\0\0"u8, .. tiff];
    }

    private static byte[] With(byte[] bytes, int offset, byte value)
    {
        byte[] copy = [.. bytes];
        copy[offset] = value;
        return copy;
    }

    private static string Corners(RgbImage image)
    {
        (int right, int bottom) = (image.Width - 4, image.Height - 4);
        return string.Concat(new[] { (3, 3), (right, 3), (3, bottom), (right, bottom) }.Select(point => Letter(image.At(point.Item1, point.Item2))));
    }

    private static char Letter((byte R, byte G, byte B) colour) => (colour.R > 127, colour.G > 127, colour.B > 127) switch
    {
        (true, false, false) => 'R',
        (false, true, false) => 'G',
        (false, false, true) => 'B',
        (true, true, true) => 'W',
        _ => '?',
    };
}
