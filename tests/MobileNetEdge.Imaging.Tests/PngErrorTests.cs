using System.Buffers.Binary;

namespace MobileNetEdge.Imaging.Tests;

public sealed class PngErrorTests
{
    private static PngWriter Small => new() { Width = 4, Height = 3, Sample = (x, y, c) => (x * 50) + (y * 20) + c };

    [Fact]
    public void Every_truncation_is_invalid()
    {
        byte[] file = Small.ToFile();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        byte[] file = Small.ToFile();
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.ThrowsAny<ImageException>(() => ImageFile.Decode(file));
            file[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    [Fact]
    public void A_wrong_CRC_is_named_with_its_place()
    {
        byte[] file = Small.ToFile();
        file[16]++;
        InvalidImageException error = Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file));
        Assert.Equal(("PNG chunk CRC", 29L), (error.What, error.Offset));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void Extreme_sizes_are_refused_before_memory_is_taken(uint size)
    {
        for (int offset = 16; offset <= 20; offset += 4)
        {
            byte[] file = Small.ToFile();
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(offset), size);
            PngWriter.RepairCrcs(file);
            AssertSmall(() => Assert.ThrowsAny<ImageException>(() => ImageFile.Decode(file)));
        }
    }

    [Theory]
    [InlineData(0x7FFFFFF3u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void Extreme_chunk_lengths_are_invalid(uint length)
    {
        foreach (int offset in new[] { 8, 33 })
        {
            byte[] file = Small.ToFile();
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(offset), length);
            Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file));
        }
    }

    [Fact]
    public void A_size_that_the_data_cannot_unpack_to_is_refused_before_memory_is_taken()
    {
        byte[] file = new PngWriter { Width = 16000, Height = 3000, Sample = (_, _, _) => 0 }.ToFile(PngWriter.Pack(new byte[1000]));
        AssertSmall(() => Assert.Equal("PNG size", Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file)).What));
    }

    [Fact]
    public void Less_or_more_data_than_the_size_implies_is_invalid()
    {
        byte[] rows = Small.ToRows();
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(Small.ToFile(PngWriter.Pack(rows[..^1]))));
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(Small.ToFile(PngWriter.Pack([.. rows, 0]))));
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(Small.ToFile(PngWriter.Pack(new byte[10_000_000]))));
    }

    [Fact]
    public void Data_that_is_no_zlib_stream_is_invalid()
    {
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(Small.ToFile([1, 2, 3, 4])));
        byte[] packed = PngWriter.Pack(Small.ToRows());
        packed[^1]++;
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(Small.ToFile(packed)));
    }

    [Fact]
    public void A_row_filter_that_does_not_exist_is_invalid()
    {
        byte[] rows = Small.ToRows();
        rows[0] = 5;
        Assert.Equal("PNG row filter", Assert.Throws<InvalidImageException>(() => ImageFile.Decode(Small.ToFile(PngWriter.Pack(rows)))).What);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 8)]
    [InlineData(2, 4)]
    [InlineData(3, 16)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(6, 1)]
    [InlineData(2, 0)]
    public void Pairs_of_colour_and_depth_outside_the_specification_are_invalid(int colour, int depth)
    {
        PngWriter png = new() { Width = 4, Height = 3, Colour = colour, Depth = depth, Sample = (_, _, _) => 0 };
        Assert.Equal("PNG bit depth and colour type", Assert.Throws<InvalidImageException>(() => ImageFile.Decode(png.ToFile())).What);
    }

    [Fact]
    public void A_palette_index_beyond_the_palette_is_invalid()
    {
        PngWriter png = new() { Width = 2, Height = 1, Colour = 3, Palette = [1, 2, 3, 4, 5, 6], Sample = (x, _, _) => x * 2 };
        Assert.Equal("PNG palette index", Assert.Throws<InvalidImageException>(() => ImageFile.Decode(png.ToFile())).What);
    }

    [Fact]
    public void Chunks_that_are_missing_double_or_misplaced_are_invalid()
    {
        PngWriter without = new() { Width = 1, Height = 1, Colour = 3, Sample = (_, _, _) => 0 };
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(without.ToFile()));
        PngWriter twice = new() { Width = 1, Height = 1, Palette = [1, 2, 3], Extra = [("PLTE", [1, 2, 3])], Sample = (_, _, _) => 0 };
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(twice.ToFile()));
        PngWriter ended = new() { Width = 1, Height = 1, Extra = [("IEND", [])], Sample = (_, _, _) => 0 };
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(ended.ToFile()));
        PngWriter opaque = new() { Width = 1, Height = 1, Colour = 6, Transparency = [0, 0], Sample = (_, _, _) => 0 };
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(opaque.ToFile()));
        PngWriter uneven = new() { Width = 1, Height = 1, Palette = [1, 2, 3, 4], Sample = (_, _, _) => 0 };
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(uneven.ToFile()));
    }

    [Fact]
    public void An_unknown_critical_chunk_is_unsupported_and_named()
    {
        PngWriter png = new() { Width = 1, Height = 1, Extra = [("CgBI", [])], Sample = (_, _, _) => 0 };
        Assert.Contains("CgBI", Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(png.ToFile())).Message);
    }

    private static void AssertSmall(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
