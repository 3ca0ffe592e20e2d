using System.Buffers.Binary;

namespace MobileNetEdge.Imaging.Tests;

public sealed class BmpTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(52)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(108)]
    [InlineData(124)]
    public void Colours_of_24_bits_are_read_under_every_header(int headerBytes)
    {
        BmpWriter bmp = new() { HeaderBytes = headerBytes, Width = 2, Height = 2, Bits = 24, Pixels = [3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10, 0, 0] };
        Assert.Equal(new byte[] { 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6 }, ImageFile.Decode(bmp.ToFile()).Pixels);
    }

    [Fact]
    public void A_negative_height_starts_at_the_top()
    {
        BmpWriter bmp = new() { Width = 1, Height = -2, Bits = 24, Pixels = [3, 2, 1, 0, 6, 5, 4, 0] };
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, ImageFile.Decode(bmp.ToFile()).Pixels);
    }

    [Theory]
    [InlineData(1, new byte[] { 0b10100000, 0, 0, 0 }, new[] { 1, 0, 1 })]
    [InlineData(4, new byte[] { 0x21, 0x30, 0, 0 }, new[] { 2, 1, 3 })]
    [InlineData(8, new byte[] { 3, 0, 2, 0 }, new[] { 3, 0, 2 })]
    public void Indexed_pixels_are_looked_up(int bits, byte[] pixels, int[] indices)
    {
        foreach (int headerBytes in new[] { 12, 40 })
        {
            uint[] palette = new uint[1 << bits];
            new uint[] { 0x102030, 0x405060, 0x708090, 0xA0B0C0 }.AsSpan(0, Math.Min(4, palette.Length)).CopyTo(palette);
            BmpWriter bmp = new() { HeaderBytes = headerBytes, Width = 3, Height = 1, Bits = bits, Palette = palette, Pixels = pixels };
            byte[] expected = [.. indices.SelectMany(i => new[] { (byte)(palette[i] >> 16), (byte)(palette[i] >> 8), (byte)palette[i] })];
            Assert.Equal(expected, ImageFile.Decode(bmp.ToFile()).Pixels);
        }
    }

    [Fact]
    public void Sixteen_bits_are_5_5_5_without_masks()
    {
        BmpWriter bmp = new() { Width = 2, Height = 1, Bits = 16, Pixels = [0xFF, 0x7F, 0x01, 0x40] };
        Assert.Equal(new byte[] { 255, 255, 255, 131, 0, 8 }, ImageFile.Decode(bmp.ToFile()).Pixels);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(56)]
    [InlineData(124)]
    public void Masks_choose_the_bits(int headerBytes)
    {
        BmpWriter small = new() { HeaderBytes = headerBytes, Width = 2, Height = 1, Bits = 16, Compression = 3, Masks = [0xF800, 0x07E0, 0x001F], Pixels = [0xE0, 0x07, 0x00, 0x80] };
        Assert.Equal(new byte[] { 0, 255, 0, 131, 0, 0 }, ImageFile.Decode(small.ToFile()).Pixels);
        BmpWriter large = new() { HeaderBytes = headerBytes, Width = 1, Height = 1, Bits = 32, Compression = 3, Masks = [0x000000FF, 0x0000FF00, 0xFFC00000], Pixels = [1, 2, 0x40, 0x80] };
        Assert.Equal(new byte[] { 1, 2, 127 }, ImageFile.Decode(large.ToFile()).Pixels);
    }

    [Fact]
    public void The_fourth_byte_of_32_bits_is_ignored()
    {
        BmpWriter bmp = new() { Width = 1, Height = 1, Bits = 32, Pixels = [3, 2, 1, 0] };
        Assert.Equal(new byte[] { 1, 2, 3 }, ImageFile.Decode(bmp.ToFile()).Pixels);
    }

    [Fact]
    public void Runs_of_8_bits_are_unpacked()
    {
        // Row 0: a run of 2 and a literal of 3 with padding; then to row 2 at column 1; the rest is index 0.
        byte[] runs = [2, 1, 0, 3, 2, 3, 1, 0, 0, 0, 0, 2, 1, 1, 2, 3, 0, 1];
        BmpWriter bmp = new() { Width = 5, Height = 3, Bits = 8, Compression = 1, Palette = [0x00, 0x10, 0x20, 0x30], Pixels = runs };
        AssertBlue(ImageFile.Decode(bmp.ToFile()), [[0, 0x30, 0x30, 0, 0], [0, 0, 0, 0, 0], [0x10, 0x10, 0x20, 0x30, 0x10]]);
    }

    [Fact]
    public void Runs_of_4_bits_are_unpacked()
    {
        byte[] runs = [3, 0x12, 0, 0, 0, 5, 0x32, 0x10, 0x10, 0, 0, 1];
        BmpWriter bmp = new() { Width = 5, Height = 2, Bits = 4, Compression = 2, Palette = [0x00, 0x10, 0x20, 0x30], Pixels = runs };
        AssertBlue(ImageFile.Decode(bmp.ToFile()), [[0x30, 0x20, 0x10, 0, 0x10], [0x10, 0x20, 0x10, 0, 0]]);
    }

    [Theory]
    [InlineData(new byte[] { 6, 1, 0, 1 })]
    [InlineData(new byte[] { 5, 1, 1, 1, 0, 1 })]
    [InlineData(new byte[] { 0, 2, 6, 0, 0, 1 })]
    [InlineData(new byte[] { 0, 2, 0, 4, 0, 1 })]
    [InlineData(new byte[] { 0, 2, 0, 3, 1, 1, 0, 1 })]
    [InlineData(new byte[] { 1, 4, 0, 1 })]
    [InlineData(new byte[] { 5, 1 })]
    [InlineData(new byte[] { 0, 5, 1, 1, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Runs_that_leave_the_picture_the_palette_or_the_file_are_invalid(byte[] runs)
    {
        BmpWriter bmp = new() { Width = 5, Height = 3, Bits = 8, Compression = 1, Palette = [0, 1, 2, 3], Pixels = runs };
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(bmp.ToFile()));
    }

    [Theory]
    [InlineData(18, int.MaxValue)]
    [InlineData(18, int.MinValue)]
    [InlineData(18, 16000)]
    [InlineData(18, 0)]
    [InlineData(18, -1)]
    [InlineData(22, int.MaxValue)]
    [InlineData(22, int.MinValue)]
    [InlineData(22, -16000)]
    [InlineData(22, 0)]
    [InlineData(10, -1)]
    [InlineData(10, 0)]
    [InlineData(10, 1000)]
    [InlineData(14, 41)]
    [InlineData(14, -1)]
    [InlineData(26, 0x00020001)]
    [InlineData(30, 4)]
    [InlineData(30, -1)]
    public void Extreme_fields_are_refused_before_memory_is_taken(int offset, int value)
    {
        byte[] file = new BmpWriter { Width = 2, Height = 3, Bits = 24, Pixels = new byte[24] }.ToFile();
        Assert.Equal(3, ImageFile.Decode(file).Height);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsAny<ImageException>(() => ImageFile.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Every_truncation_is_invalid()
    {
        byte[] file = new BmpWriter { Width = 3, Height = 2, Bits = 8, Palette = new uint[256], Pixels = new byte[7] }.ToFile();
        ImageFile.Decode(file);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file.AsSpan(0, length)));
        }
    }

    [Fact]
    public void An_index_beyond_the_palette_is_invalid()
    {
        BmpWriter bmp = new() { Width = 1, Height = 1, Bits = 8, Palette = [1, 2], Pixels = [2, 0, 0, 0] };
        Assert.Equal("BMP palette index", Assert.Throws<InvalidImageException>(() => ImageFile.Decode(bmp.ToFile())).What);
    }

    [Fact]
    public void Masks_with_gaps_are_invalid()
    {
        BmpWriter bmp = new() { Width = 1, Height = 1, Bits = 16, Compression = 3, Masks = [0xF500, 0x07E0, 0x001F], Pixels = [0, 0, 0, 0] };
        Assert.Equal("BMP colour mask", Assert.Throws<InvalidImageException>(() => ImageFile.Decode(bmp.ToFile())).What);
    }

    private static void AssertBlue(RgbImage image, byte[][] rows)
    {
        Assert.Equal(rows.SelectMany(row => row), image.Pixels.ToArray().Where((_, i) => i % 3 == 2));
    }
}
