using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Frames;

/// <summary>The fused path gives the bytes of the plain composition, whatever the format, size, stride, turn and framing.</summary>
public sealed class FrameToTensorTests
{
    private static readonly FrameFormat[] Formats =
        [FrameFormat.Yuyv, FrameFormat.Nv12, FrameFormat.I420, FrameFormat.Rgb24, FrameFormat.Bgr24, FrameFormat.Grey];

    private static readonly PixelQuantizer Torch = new(Normalization.ImageNet, ElementType.Int8, 0.018658448f, -14);

    [Theory]
    [InlineData(FrameFormat.Yuyv, 640, 480, 224)]
    [InlineData(FrameFormat.Nv12, 640, 480, 224)]
    [InlineData(FrameFormat.I420, 641, 359, 96)]
    [InlineData(FrameFormat.Rgb24, 320, 240, 224)]
    [InlineData(FrameFormat.Grey, 33, 17, 32)]
    [InlineData(FrameFormat.Yuyv, 1280, 720, 224)]
    public void Usual_sizes_give_the_bytes_of_the_reference(FrameFormat format, int width, int height, int side)
    {
        FrameShape shape = FrameShape.Packed(width, height, format, new(ColourMatrix.Bt709, ColourRange.Limited));
        foreach (int degrees in new[] { 0, 90 })
        {
            Check(new Random(1), shape, new(degrees), Framing.CentreCrop(side * 8 / 7), Torch, side, side, $"{shape} turned by {degrees}");
        }
    }

    [Fact]
    public void Every_combination_gives_the_bytes_of_the_reference()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            FrameShape shape = RandomShape(random);
            FrameTurn turn = new(random.Next(4) * 90, random.Next(2) == 1);
            (int width, int height) = (random.Next(1, 50), random.Next(1, 50));
            Framing framing = random.Next(3) switch
            {
                0 => Framing.Stretch,
                1 => Framing.Letterbox((byte)seed, 7, 200),
                _ => Framing.CentreCrop(Math.Max(width, height) + random.Next(20)),
            };
            Check(random, shape, turn, framing, RandomQuantizer(random), width, height, $"seed {seed}: {shape} {turn} {framing} to {width}x{height}");
        }
    }

    [Fact]
    public void A_frame_of_the_models_size_is_converted_and_nothing_else()
    {
        Random random = new(5);
        FrameShape shape = FrameShape.Packed(48, 33, FrameFormat.Bgr24);
        byte[] frame = RandomFrame(random, shape);
        RgbImage picture = new(48, 33);
        new FrameToTensor(shape, default, Framing.Stretch, Torch, 48, 33).WritePicture(frame, picture);
        for (int i = 0; i < frame.Length; i += 3)
        {
            Assert.Equal((frame[i + 2], frame[i + 1], frame[i]), (picture.Pixels[i], picture.Pixels[i + 1], picture.Pixels[i + 2]));
        }
    }

    [Theory]
    [InlineData(0, false, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(90, false, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(180, false, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(270, false, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [InlineData(0, true, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(90, true, new byte[] { 1, 4, 2, 5, 3, 6 })]
    public void Turns_are_clockwise_and_the_mirror_comes_after(int degrees, bool mirror, byte[] expected)
    {
        FrameTurn turn = new(degrees, mirror);
        (int width, int height) = turn.SwapsSides ? (2, 3) : (3, 2);
        RgbImage picture = new(width, height);
        FrameShape shape = FrameShape.Packed(3, 2, FrameFormat.Grey);
        new FrameToTensor(shape, turn, Framing.Stretch, Torch, width, height).WritePicture(new byte[] { 1, 2, 3, 4, 5, 6 }, picture);
        Assert.Equal(expected, picture.Pixels.ToArray().Where((_, i) => i % 3 == 0));
    }

    [Theory]
    [InlineData(ColourMatrix.Bt601, ColourRange.Limited)]
    [InlineData(ColourMatrix.Bt601, ColourRange.Full)]
    [InlineData(ColourMatrix.Bt709, ColourRange.Limited)]
    [InlineData(ColourMatrix.Bt709, ColourRange.Full)]
    public void Colours_are_at_most_one_step_from_the_exact_value(ColourMatrix matrix, ColourRange range)
    {
        FrameShape shape = FrameShape.Packed(2, 1, FrameFormat.Yuyv, new(matrix, range));
        FrameToTensor converter = new(shape, default, Framing.Stretch, Torch, 2, 1);
        RgbImage picture = new(2, 1);
        (double kr, double kb) = matrix == ColourMatrix.Bt601 ? (0.299, 0.114) : (0.2126, 0.0722);
        (double black, double luma, double chroma) = range == ColourRange.Full ? (0.0, 1.0, 1.0) : (16.0, 255 / 219.0, 255 / 224.0);
        for (int y = 0; y < 256; y += 3)
        {
            for (int u = 0; u < 256; u += 5)
            {
                for (int v = 0; v < 256; v += 5)
                {
                    converter.WritePicture([(byte)y, (byte)u, (byte)y, (byte)v], picture);
                    double red = (luma * (y - black)) + (2 * (1 - kr) * chroma * (v - 128));
                    double blue = (luma * (y - black)) + (2 * (1 - kb) * chroma * (u - 128));
                    double green = ((luma * (y - black)) - (kr * red) - (kb * blue)) / (1 - kr - kb);
                    Assert.InRange(picture.Pixels[0] - Math.Clamp(red, 0, 255), -1.0, 1.0);
                    Assert.InRange(picture.Pixels[1] - Math.Clamp(green, 0, 255), -1.0, 1.0);
                    Assert.InRange(picture.Pixels[2] - Math.Clamp(blue, 0, 255), -1.0, 1.0);
                }
            }
        }
    }

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(81, 90, 240, 255, 0, 0)]
    [InlineData(145, 54, 34, 0, 255, 0)]
    [InlineData(41, 240, 110, 0, 0, 255)]
    public void Colour_bars_of_BT601_come_out(byte y, byte u, byte v, int red, int green, int blue)
    {
        FrameShape shape = FrameShape.Packed(2, 2, FrameFormat.I420, new(ColourMatrix.Bt601, ColourRange.Limited));
        RgbImage picture = new(2, 2);
        new FrameToTensor(shape, default, Framing.Stretch, Torch, 2, 2).WritePicture([y, y, y, y, u, v], picture);
        Assert.InRange(picture.Pixels[0], red - 2, red + 2);
        Assert.InRange(picture.Pixels[1], green - 2, green + 2);
        Assert.InRange(picture.Pixels[2], blue - 2, blue + 2);
    }

    [Fact]
    public void White_stays_white_at_every_scale()
    {
        for (int side = 1; side < 200; side += 7)
        {
            byte[] frame = new byte[131 * 77];
            Array.Fill(frame, byte.MaxValue);
            RgbImage picture = new(side, side);
            new FrameToTensor(FrameShape.Packed(131, 77, FrameFormat.Grey), default, Framing.Stretch, Torch, side, side).WritePicture(frame, picture);
            Assert.Equal(-1, picture.Pixels.IndexOfAnyExcept(byte.MaxValue));
        }
    }

    [Fact]
    public void The_resized_picture_is_near_to_Pillows()
    {
        Random random = new(3);
        RgbImage picture = new(80, 60);
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)(128 + (100 * Math.Sin(i * 0.013)) + random.Next(-20, 20));
        }

        RgbImage actual = new(37, 41);
        new FrameToTensor(FrameShape.Packed(80, 60, FrameFormat.Rgb24), default, Framing.Stretch, Torch, 37, 41).WritePicture(picture.Pixels, actual);
        RgbImage expected = Resampler.Resize(picture, 37, 41);
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            Assert.InRange(actual.Pixels[i] - expected.Pixels[i], -2, 2);
        }
    }

    [Fact]
    public void Writing_takes_no_memory()
    {
        foreach (FrameFormat format in Formats)
        {
            FrameShape shape = FrameShape.Packed(64, 48, format);
            FrameToTensor converter = new(shape, new(90), Framing.Letterbox(), Torch, 32, 32);
            (byte[] frame, byte[] input) = (new byte[shape.ByteCount], new byte[32 * 32 * 3]);
            converter.Write(frame, input);
            long before = GC.GetAllocatedBytesForCurrentThread();
            converter.Write(frame, input);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Frames_and_shapes_that_make_no_sense_are_refused()
    {
        FrameShape shape = FrameShape.Packed(8, 8, FrameFormat.Yuyv);
        FrameToTensor converter = new(shape, default, Framing.Stretch, Torch, 4, 4);
        Assert.Throws<ArgumentException>(() => converter.Write(new byte[127], new byte[48]));
        Assert.Throws<ArgumentException>(() => converter.Write(new byte[128], new byte[47]));
        Assert.Throws<ArgumentException>(() => converter.WritePicture(new byte[128], new(4, 5)));
        Assert.Throws<ArgumentException>(() => Make(shape with { Stride = 15 }));
        Assert.Throws<ArgumentException>(() => Make(shape with { Width = 0 }));
        Assert.Throws<ArgumentException>(() => Make(shape with { Height = 16385 }));
        Assert.Throws<ArgumentException>(() => Make(shape with { Stride = int.MaxValue }));
        Assert.Throws<ArgumentException>(() => Make(shape with { Format = FrameFormat.Mjpeg }));
        Assert.Throws<ArgumentException>(() => new FrameToTensor(shape, new(45), Framing.Stretch, Torch, 4, 4));
        static FrameToTensor Make(FrameShape shape) => new(shape, default, Framing.Stretch, Torch, 4, 4);
    }

    private static void Check(
        Random random, FrameShape shape, FrameTurn turn, Framing framing, PixelQuantizer quantizer, int width, int height, string message)
    {
        byte[] frame = RandomFrame(random, shape);
        byte[] expected = new byte[quantizer.ByteLength(width, height)];
        byte[] actual = new byte[expected.Length];
        FrameReference.Write(frame, shape, turn, framing, quantizer, width, height, expected);
        new FrameToTensor(shape, turn, framing, quantizer, width, height).Write(frame, actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual), message);
    }

    private static FrameShape RandomShape(Random random)
    {
        ColourEncoding encoding = new((ColourMatrix)random.Next(2), (ColourRange)random.Next(2));
        FrameShape shape = FrameShape.Packed(random.Next(1, 90), random.Next(1, 90), Formats[random.Next(Formats.Length)], encoding);
        return shape with { Stride = shape.Stride + random.Next(0, 20) };
    }

    private static PixelQuantizer RandomQuantizer(Random random) => random.Next(5) switch
    {
        0 => new(Normalization.MinusOneToOne, ElementType.Float32, 0, 0),
        1 => new(Normalization.MinusOneToOne, ElementType.UInt8, 0.0078125f, 128, layout: PixelLayout.Nchw),
        2 => new(Normalization.Raw, ElementType.Int8, 1, -128, channels: 1),
        _ => Torch,
    };

    private static byte[] RandomFrame(Random random, in FrameShape shape)
    {
        byte[] frame = new byte[shape.ByteCount];
        random.NextBytes(frame);
        return frame;
    }
}
