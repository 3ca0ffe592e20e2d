using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Frames;

public sealed class PictureToTensorTests
{
    private static readonly PixelQuantizer Quantizer = new(Normalization.MinusOneToOne, ElementType.Int8, 1 / 128f, 0);

    [Theory]
    [InlineData("stretch", 61, 40)]
    [InlineData("letterbox:9,8,7", 61, 40)]
    [InlineData("letterbox", 7, 90)]
    [InlineData("centre-crop:37", 61, 40)]
    [InlineData("centre-crop:32", 200, 33)]
    public void Bytes_are_those_of_framing_and_quantizing(string text, int width, int height)
    {
        Assert.True(Framing.TryParse(text, out Framing? framing));
        PictureToTensor converter = new(width, height, framing!, Quantizer, 32, 24);
        for (int seed = 1; seed <= 3; seed++)
        {
            RgbImage picture = new(width, height);
            new Random(seed).NextBytes(picture.Pixels);
            byte[] expected = new byte[32 * 24 * 3];
            Quantizer.Write(framing!.Apply(picture, 32, 24), expected);
            byte[] input = new byte[expected.Length];
            converter.Write(picture.Pixels, input);
            Assert.True(expected.AsSpan().SequenceEqual(input), $"seed {seed}");
            Assert.Equal(framing.Place(width, height, 32, 24), converter.Placement);
        }
    }

    [Fact]
    public void A_picture_takes_no_memory()
    {
        PictureToTensor converter = new(50, 40, Framing.Letterbox(), Quantizer, 32, 32);
        (byte[] pixels, byte[] input) = (new byte[50 * 40 * 3], new byte[32 * 32 * 3]);
        converter.Write(pixels, input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        converter.Write(pixels, input);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_picture_that_is_too_short_is_refused()
    {
        PictureToTensor converter = new(50, 40, Framing.Stretch, Quantizer, 32, 32);
        Assert.Throws<ArgumentException>(() => converter.Write(new byte[(50 * 40 * 3) - 1], new byte[32 * 32 * 3]));
        Assert.Throws<ArgumentException>(() => converter.Write(new byte[50 * 40 * 3], new byte[(32 * 32 * 3) - 1]));
    }
}
