namespace MobileNetEdge.Imaging.Tests;

public sealed class JpegEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(321, 197)]
    [InlineData(640, 480)]
    public void A_picture_comes_back_nearly_as_it_was(int width, int height)
    {
        RgbImage picture = Ramp(width, height);
        using JpegEncoder encoder = new();
        RgbImage decoded = ImageFile.Decode(encoder.Encode(picture, 95));
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
        double difference = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            difference += Math.Abs(picture.Pixels[i] - decoded.Pixels[i]);
        }

        Assert.InRange(difference / picture.Pixels.Length, 0, 2);
    }

    [Fact]
    public void Lower_quality_takes_fewer_bytes_and_the_second_picture_takes_no_memory()
    {
        RgbImage picture = Pictures.Formula(64, 48);
        using JpegEncoder encoder = new();
        int best = encoder.Encode(picture, 100).Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        int worst = encoder.Encode(picture, 1).Length;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(worst, 1, best - 1);
    }

    [Fact]
    public void What_no_jpeg_can_hold_is_refused()
    {
        using JpegEncoder encoder = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = encoder.Encode(new(1, 1), 0); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = encoder.Encode(new(1, 1), 101); });
        Assert.Throws<ArgumentException>(() => { _ = encoder.Encode(new(65501, 1), 50); });
    }

    /// <summary>Channels that rise along x, along y, and fall along x.</summary>
    private static RgbImage Ramp(int width, int height)
    {
        RgbImage image = new(width, height);
        for (int i = 0; i < width * height; i++)
        {
            (int x, int y) = (i % width * 255 / width, i / width * 255 / height);
            (image.Pixels[3 * i], image.Pixels[(3 * i) + 1], image.Pixels[(3 * i) + 2]) = ((byte)x, (byte)y, (byte)(255 - x));
        }

        return image;
    }
}
