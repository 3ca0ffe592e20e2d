using MobileNetEdge.Imaging;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Devices.Tests.Frames;

public sealed class JpegFrameDecoderTests
{
    [Fact]
    public void A_picture_is_decoded_nearly_as_from_a_file_and_takes_no_memory_the_second_time()
    {
        byte[] jpeg = Picture();
        RgbImage expected = ImageFile.Decode(jpeg);
        using JpegFrameDecoder decoder = new();
        Assert.True(decoder.TryDecode(jpeg, out FrameShape shape));
        Assert.Equal(FrameShape.Packed(expected.Width, expected.Height, FrameFormat.Rgb24), shape);
        Assert.Equal(expected.Pixels.Length, decoder.Pixels.Length);
        double difference = 0;
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            difference += Math.Abs(expected.Pixels[i] - decoder.Pixels[i]);
        }

        Assert.InRange(difference / expected.Pixels.Length, 0, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(decoder.TryDecode(jpeg, out _));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_is_no_whole_picture_is_refused()
    {
        byte[] jpeg = Picture();
        using JpegFrameDecoder decoder = new();
        Assert.False(decoder.TryDecode([], out _));
        Assert.False(decoder.TryDecode([0xFF, 0xD8, 0xFF, 0xD9], out _));
        Assert.False(decoder.TryDecode(jpeg.AsSpan(0, jpeg.Length / 2), out _));
        Assert.False(decoder.TryDecode([.. jpeg[..(jpeg.Length / 2)], 0xFF, 0xD9], out _));
        Assert.True(decoder.Pixels.IsEmpty);
        Assert.True(decoder.TryDecode(jpeg, out _));
    }

    [Fact]
    public void Damaged_pictures_do_no_harm()
    {
        byte[] jpeg = Picture();
        using JpegFrameDecoder decoder = new();
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            byte[] damaged = [.. jpeg];
            for (int i = 0; i < 8; i++)
            {
                damaged[random.Next(2, damaged.Length)] = (byte)random.Next(256);
            }

            Assert.Equal(decoder.TryDecode(damaged, out FrameShape shape), shape.IsValid);
            Assert.Equal(shape.ByteCount, decoder.Pixels.Length);
        }
    }

    private static byte[] Picture()
    {
        SharedData.SkipIfAbsent();
        return File.ReadAllBytes(SharedData.Path("images", "eval", "ILSVRC2012_val_00003612.JPEG"));
    }
}
