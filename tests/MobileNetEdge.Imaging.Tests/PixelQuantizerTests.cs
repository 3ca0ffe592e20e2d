using System.Runtime.InteropServices;

namespace MobileNetEdge.Imaging.Tests;

public sealed class PixelQuantizerTests
{
    public static TheoryData<string, ElementType, float, int> Tables => new()
    {
        { "pm1", ElementType.Int8, 0.0078125f, 0 },
        { "pm1", ElementType.UInt8, 0.0078125f, 128 },
        { "imagenet", ElementType.Int8, 0.018658448f, -14 },
        { "imagenet", ElementType.Int8, 0.01f, 40 },
        { "raw", ElementType.UInt8, 2f, 0 },
        { "raw", ElementType.Int8, 1f, -128 },
        { "raw", ElementType.Int8, 1e-30f, int.MinValue },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_value_of_every_channel_follows_the_definition(string name, ElementType type, float scale, int zeroPoint)
    {
        Normalization normalization = name switch
        {
            "pm1" => Normalization.MinusOneToOne,
            "imagenet" => Normalization.ImageNet,
            _ => Normalization.Raw,
        };
        RgbImage ramp = new(256, 1);
        for (int i = 0; i < ramp.Pixels.Length; i++)
        {
            ramp.Pixels[i] = (byte)(i / 3);
        }

        byte[] actual = new byte[256 * 3];
        new PixelQuantizer(normalization, type, scale, zeroPoint).Write(ramp, actual);
        (int qmin, int qmax) = type == ElementType.Int8 ? (-128, 127) : (0, 255);
        for (int i = 0; i < actual.Length; i++)
        {
            double real = ((i / 3) - normalization.Mean[i % 3]) / normalization.Std[i % 3] / scale;
            double rounded = real < 0 ? Math.Ceiling(real - 0.5) : Math.Floor(real + 0.5);
            double expected = Math.Min(Math.Max(rounded + zeroPoint, qmin), qmax);
            Assert.Equal(expected, type == ElementType.Int8 ? (sbyte)actual[i] : actual[i]);
        }
    }

    [Fact]
    public void Halves_are_rounded_away_from_zero()
    {
        byte[] actual = new byte[6];
        PixelQuantizer quantizer = new(new(2, 1), ElementType.Int8, 2f, 0);
        quantizer.Write(new(2, 1, [1, 3, 5, 0, 2, 7]), actual);
        Assert.Equal(new sbyte[] { -1, 1, 2, -1, 0, 3 }, MemoryMarshal.Cast<byte, sbyte>(actual));
    }

    [Fact]
    public void Float_input_is_the_normalised_value()
    {
        float[] actual = new float[6];
        PixelQuantizer quantizer = new(Normalization.ImageNet, ElementType.Float32, 0, 0);
        quantizer.Write(new(2, 1, [0, 0, 0, 255, 255, 255]), MemoryMarshal.AsBytes(actual.AsSpan()));
        Assert.Equal([-2.117904f, -2.0357144f, -1.8044444f, 2.2489083f, 2.4285715f, 2.64f], actual);
    }

    [Fact]
    public void Planes_stand_one_after_another()
    {
        byte[] actual = new byte[6];
        PixelQuantizer quantizer = new(Normalization.Raw, ElementType.UInt8, 1f, 0, layout: PixelLayout.Nchw);
        quantizer.Write(new(2, 1, [1, 2, 3, 4, 5, 6]), actual);
        Assert.Equal(new byte[] { 1, 4, 2, 5, 3, 6 }, actual);
    }

    [Theory]
    [InlineData(PixelLayout.Nhwc)]
    [InlineData(PixelLayout.Nchw)]
    public void One_channel_is_the_luma_of_Pillow(PixelLayout layout)
    {
        byte[] actual = new byte[6];
        RgbImage image = new(3, 2, [255, 0, 0, 0, 255, 0, 0, 0, 255, 12, 200, 77, 255, 255, 255, 1, 2, 3]);
        new PixelQuantizer(Normalization.Raw, ElementType.UInt8, 1f, 0, channels: 1, layout).Write(image, actual);
        Assert.Equal(new byte[] { 76, 150, 29, 130, 255, 2 }, actual);
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new PixelQuantizer(Normalization.Raw, ElementType.Int16, 1, 0));
        Assert.Throws<ArgumentException>(() => new PixelQuantizer(Normalization.Raw, ElementType.Int8, 0, 0));
        Assert.Throws<ArgumentException>(() => new PixelQuantizer(Normalization.Raw, ElementType.Int8, float.NaN, 0));
        Assert.Throws<ArgumentException>(() => new PixelQuantizer(Normalization.Raw, ElementType.Int8, 1, 0, channels: 2));
        PixelQuantizer quantizer = new(Normalization.Raw, ElementType.Int8, 1, 0);
        Assert.Throws<ArgumentException>(() => quantizer.Write(new(2, 2), new byte[11]));
        Assert.Throws<ArgumentException>(() => quantizer.Write(new(2, 2), new byte[13]));
    }

    [Fact]
    public void Writing_takes_no_memory()
    {
        PixelQuantizer quantizer = new(Normalization.MinusOneToOne, ElementType.Int8, 0.0078125f, 0);
        (RgbImage image, byte[] input) = (Pictures.Formula(8, 8), new byte[192]);
        quantizer.Write(image, input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        quantizer.Write(image, input);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
