namespace MobileNetEdge.Imaging.Tests;

public sealed class FramingTests
{
    [Theory]
    [InlineData(500, 375, 224, "33d04163b141cd6def43c726ea0d12eb71ae109214a9ac510be47776101d314e")]
    [InlineData(301, 411, 225, "3e54359122111a968d82bc6e7334634960638fadf418dd4771723be02e565b31")]
    public void Centre_crop_gives_the_hash_of_Pillows_resize_and_crop(int width, int height, int cropWidth, string sha256)
    {
        RgbImage frame = Framing.CentreCrop(256).Apply(Pictures.Formula(width, height), cropWidth, 224);
        Assert.Equal(sha256, Pictures.Sha256(frame));
    }

    [Theory]
    [InlineData(5, 4, 0)]
    [InlineData(7, 4, 1)]
    [InlineData(9, 4, 2)]
    [InlineData(11, 4, 3)]
    [InlineData(8, 4, 2)]
    public void Half_a_pixel_is_rounded_down(int length, int part, int offset)
    {
        RgbImage image = Pictures.Formula(length, 1);
        Assert.Equal(image.At(offset, 0), image.CentreCrop(part, 1).At(0, 0));
        Assert.Equal(-offset, Framing.CentreCrop(length).Place(length, length, part, part).Left);
    }

    [Fact]
    public void Centre_crop_equals_resize_then_crop()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            RgbImage image = Pictures.Random(random, random.Next(1, 30), random.Next(1, 30));
            int side = random.Next(4, 30);
            (int width, int height) = (random.Next(1, side), random.Next(1, side));
            RgbImage expected = Resampler.ResizeShorterSide(image, side).CentreCrop(width, height);
            Assert.True(expected.Pixels.SequenceEqual(Framing.CentreCrop(side).Apply(image, width, height).Pixels), $"seed {seed}");
        }
    }

    [Fact]
    public void Stretch_equals_resize()
    {
        RgbImage image = Pictures.Formula(19, 7);
        Assert.Equal(Resampler.Resize(image, 8, 9).Pixels, Framing.Stretch.Apply(image, 8, 9).Pixels);
    }

    [Fact]
    public void Letterbox_of_a_wide_picture_has_bars_above_and_below()
    {
        RgbImage image = Pictures.Formula(40, 20);
        RgbImage frame = Framing.Letterbox(1, 2, 3).Apply(image, 20, 21);
        RgbImage resized = Resampler.Resize(image, 20, 10);
        Assert.Equal(new FramePlacement(20, 10, 0, 5), Framing.Letterbox().Place(40, 20, 20, 21));
        Assert.Equal(resized.Pixels, frame.Crop(0, 5, 20, 10).Pixels);
        Assert.All(Enumerable.Range(0, 20), x => Assert.Equal((1, 2, 3), frame.At(x, 4)));
        Assert.All(Enumerable.Range(0, 20), x => Assert.Equal((1, 2, 3), frame.At(x, 15)));
    }

    [Fact]
    public void Letterbox_of_a_tall_picture_has_bars_left_and_right()
    {
        RgbImage image = Pictures.Formula(10, 30);
        RgbImage frame = Framing.Letterbox().Apply(image, 12, 12);
        Assert.Equal(new FramePlacement(4, 12, 4, 0), Framing.Letterbox().Place(10, 30, 12, 12));
        Assert.Equal(Resampler.Resize(image, 4, 12).Pixels, frame.Crop(4, 0, 4, 12).Pixels);
        Assert.Equal((0, 0, 0), frame.At(3, 6));
        Assert.Equal((0, 0, 0), frame.At(8, 6));
    }

    [Fact]
    public void A_thin_picture_keeps_a_row_in_a_letterbox()
    {
        Assert.Equal(new FramePlacement(64, 1, 0, 31), Framing.Letterbox().Place(16384, 1, 64, 64));
    }

    [Fact]
    public void A_reused_frame_is_overwritten()
    {
        RgbImage frame = Pictures.Formula(12, 12);
        Framing.Letterbox().Apply(Pictures.Formula(10, 30), frame);
        Assert.Equal(Framing.Letterbox().Apply(Pictures.Formula(10, 30), 12, 12).Pixels, frame.Pixels);
    }

    [Fact]
    public void An_elongated_picture_is_cropped_in_little_memory()
    {
        RgbImage line = Pictures.Formula(1, 16384);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Framing.CentreCrop(256).Apply(line, 224, 224);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_crop_larger_than_the_resized_picture_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Framing.CentreCrop(200).Apply(Pictures.Formula(30, 30), 224, 224));
    }

    [Fact]
    public void A_side_beyond_two_to_the_31_is_refused()
    {
        Assert.Throws<UnsupportedImageException>(() => Framing.CentreCrop(16384).Place(1, 131073, 1, 1));
        Assert.Equal(2147467264, Framing.CentreCrop(16384).Place(1, 131071, 1, 1).ResizedHeight);
    }

    [Fact]
    public void A_point_of_the_frame_is_taken_back_to_the_picture()
    {
        FramePlacement place = Framing.Letterbox().Place(40, 20, 20, 20);
        Assert.Equal((0.5, 0.5), place.ToPicture(10, 10));
        Assert.Equal((0.0, 0.0), place.ToPicture(0, 5));
        Assert.Equal(-0.5, place.ToPicture(0, 0).Y);
    }

    [Theory]
    [InlineData("stretch")]
    [InlineData("letterbox")]
    [InlineData("letterbox:114,0,255")]
    [InlineData("centre-crop:256")]
    public void A_framing_is_read_as_it_is_written(string text)
    {
        Assert.True(Framing.TryParse(text, out Framing? framing));
        Assert.Equal(text, framing!.ToString());
        Assert.True(Framing.TryParse(text, out Framing? again));
        Assert.Equal(framing, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("stretch:1")]
    [InlineData("centre-crop")]
    [InlineData("centre-crop:0")]
    [InlineData("centre-crop:-1")]
    [InlineData("centre-crop:99999999999")]
    [InlineData("letterbox:1,2")]
    [InlineData("letterbox:1,2,256")]
    public void Other_texts_are_no_framing(string? text)
    {
        Assert.False(Framing.TryParse(text, out Framing? framing));
        Assert.Null(framing);
    }

    [Fact]
    public void Crops_outside_the_picture_are_refused()
    {
        RgbImage image = new(4, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(1, 0, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(0, 3, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(-1, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.CentreCrop(5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(0, 0, 0, 1));
    }
}
