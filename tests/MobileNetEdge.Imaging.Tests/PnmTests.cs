using System.Text;

namespace MobileNetEdge.Imaging.Tests;

public sealed class PnmTests
{
    public static TheoryData<string, byte[], byte[]> Files => new()
    {
        { "P1\n# a comment\n3 2\n1 0 1\n010\n", [], [0, 255, 0, 255, 0, 255] },
        { "P2 2 2 15 # brightest\n0 15\n7 8\n", [], [0, 255, 119, 136] },
        { "P2\n2 1\n65535\n65535 257", [], [255, 1] },
        { "P4\n10 2\n", [0b10000000, 0b01000000, 0xFF, 0xC0], [0, .. Repeat(255, 8), 0, .. Repeat(0, 10)] },
        { "P5 2 1 255\n", [7, 200], [7, 200] },
        { "P5 2 1 65535\n", [0x80, 0x80, 0xFF, 0xFF], [128, 255] },
        { "P5#c\n2#d\n1#e\n3\n", [1, 3], [85, 255] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Grey_pictures_are_decoded(string header, byte[] pixels, byte[] grey)
    {
        RgbImage image = ImageFile.Decode([.. Encoding.ASCII.GetBytes(header), .. pixels]);
        Assert.Equal(grey.SelectMany(value => new[] { value, value, value }), image.Pixels.ToArray());
    }

    [Theory]
    [InlineData("P3 2 1 255\n1 2 3\n4 5 6\n", new byte[] { })]
    [InlineData("P6 2 1 255\n", new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P6\r2 1 65535\n", new byte[] { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 99 })]
    public void Colour_pictures_are_decoded(string header, byte[] pixels)
    {
        RgbImage image = ImageFile.Decode([.. Encoding.ASCII.GetBytes(header), .. pixels]);
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, image.Pixels);
    }

    [Theory]
    [InlineData("P5")]
    [InlineData("P5 ")]
    [InlineData("P5 #")]
    [InlineData("P5 2 1 255\nx")]
    [InlineData("P5 2 1 255")]
    [InlineData("P5 2 1 0\nxx")]
    [InlineData("P5 2 1 65536\nxxxx")]
    [InlineData("P5 -2 1 255\nxx")]
    [InlineData("P5 0 1 255\nxx")]
    [InlineData("P5 2 1 255xxx")]
    [InlineData("P5 2 1 9\nxx")]
    [InlineData("P6 99999999999999999999 1 255\nxx")]
    [InlineData("P6 4294967297 1 255\nxx")]
    [InlineData("P6 16000 3000 255\nxx")]
    [InlineData("P3 16000 3000 255\n1 2 3")]
    [InlineData("P1 16000 3000\n1 0 1")]
    [InlineData("P4 16000 3000\n1 0 1")]
    [InlineData("P3 1 1 255\n1 2 256")]
    [InlineData("P3 1 1 255\n1 2 x")]
    [InlineData("P3 1 1 255\n1 2   ")]
    [InlineData("P1 2 1\n12")]
    public void Malformed_files_are_invalid_before_memory_is_taken(string text)
    {
        byte[] file = Encoding.ASCII.GetBytes(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidImageException>(() => ImageFile.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("P6 2147483647 2147483647 255\nxx")]
    [InlineData("P6 16385 1 255\nxx")]
    [InlineData("P6 1 16385 255\nxx")]
    [InlineData("P6 8000 8000 255\nxx")]
    public void Sizes_beyond_the_limits_are_unsupported(string text)
    {
        Assert.Throws<UnsupportedImageException>(() => ImageFile.Decode(Encoding.ASCII.GetBytes(text)));
    }

    private static byte[] Repeat(byte value, int count) => [.. Enumerable.Repeat(value, count)];
}
