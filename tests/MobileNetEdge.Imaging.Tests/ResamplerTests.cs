namespace MobileNetEdge.Imaging.Tests;

/// <summary>Goldens are those of Pillow 9.4, Image.resize(size, BILINEAR), on <see cref="Pictures.Formula"/>.</summary>
public sealed class ResamplerTests
{
    [Fact]
    public void Shrinking_gives_the_bytes_of_Pillow()
    {
        byte[] expected =
        [
            114, 130, 119, 128, 141, 118, 140, 111, 111, 113, 94, 132, 124, 160, 132, 139, 117, 122, 126, 113, 126, 148, 117, 123, 123, 140,
            132, 139, 132, 118, 144, 127, 135, 122, 141, 161, 128, 136, 140, 112, 131, 133, 147, 144, 100, 110, 148, 153, 152, 110, 150, 122,
            147, 132, 108, 150, 111, 111, 149, 100,
        ];
        Assert.Equal(expected, Resampler.Resize(Pictures.Formula(13, 9), 5, 4).Pixels);
    }

    [Fact]
    public void Enlarging_gives_the_bytes_of_Pillow()
    {
        byte[] expected =
        [
            0, 59, 118, 13, 72, 131, 34, 93, 152, 56, 115, 174, 77, 136, 195, 98, 157, 216, 111, 170, 229, 40, 99, 158, 55, 114, 136, 77,
            136, 100, 100, 159, 116, 123, 175, 139, 146, 139, 161, 160, 116, 175, 101, 160, 219, 117, 176, 143, 142, 201, 22, 167, 226, 29,
            192, 233, 54, 217, 112, 79, 233, 36, 95, 162, 67, 126, 179, 84, 106, 206, 112, 75, 157, 140, 96, 108, 160, 124, 135, 129, 151,
            153, 109, 168, 202, 5, 64, 220, 23, 82, 249, 52, 111, 151, 82, 141, 52, 111, 170, 81, 140, 199, 99, 158, 217,
        ];
        Assert.Equal(expected, Resampler.Resize(Pictures.Formula(4, 3), 7, 5).Pixels);
    }

    [Fact]
    public void Shrinking_one_side_and_enlarging_the_other_gives_the_bytes_of_Pillow()
    {
        byte[] expected =
        [
            81, 136, 145, 121, 119, 99, 81, 136, 145, 121, 119, 99, 102, 142, 130, 122, 121, 108, 122, 149, 114, 122, 122, 116, 143, 155, 99,
            123, 124, 125, 143, 155, 99, 123, 124, 125,
        ];
        Assert.Equal(expected, Resampler.Resize(Pictures.Formula(9, 2), 2, 6).Pixels);
    }

    [Theory]
    [InlineData(640, 427, 224, 224, "b9fed58c834097f645c3993e7b812a14d94ff0af4ae08ee837e8b42ff5be4c4f")]
    [InlineData(97, 131, 256, 17, "5cbf9e428c999ba49c9cfa7101ab4624445b45ebe0bc6d8c400e80cb2d98050c")]
    [InlineData(1, 500, 31, 3, "78206721219f1b63c90868895ccd0cf2d9395193341f2f323a585df753e1e7d3")]
    [InlineData(333, 222, 333, 100, "7597cf6c85dd2f19a2228340a8a1d83bea11495184b3b14e55032f304ca4bc11")]
    [InlineData(227, 227, 224, 224, "7d7e93fdd0c2eddc1f4ec789e60e708a95fbdc1be0489153705b98520bd6f461")]
    [InlineData(50, 40, 201, 161, "800db30e4c491b8203f721748501f31eee553747e1f940ca0197e6736172c836")]
    public void Resizing_gives_the_hash_of_Pillows_bytes(int width, int height, int newWidth, int newHeight, string sha256)
    {
        Assert.Equal(sha256, Pictures.Sha256(Resampler.Resize(Pictures.Formula(width, height), newWidth, newHeight)));
    }

    [Fact]
    public void Every_size_agrees_with_naive_loops()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            RgbImage image = Pictures.Random(random, random.Next(1, 40), random.Next(1, 40));
            (int width, int height) = (random.Next(1, 40), random.Next(1, 40));
            RgbImage actual = Resampler.Resize(image, width, height);
            Assert.True(NaiveResize(image, width, height).AsSpan().SequenceEqual(actual.Pixels), $"seed {seed}");
        }
    }

    [Fact]
    public void White_stays_white_at_the_largest_number_of_weights()
    {
        RgbImage white = new(16384, 2);
        white.Pixels.Fill(255);
        Assert.Equal(new byte[] { 255, 255, 255 }, Resampler.Resize(white, 1, 1).Pixels);
        RgbImage tall = new(2, 16384);
        tall.Pixels.Fill(255);
        Assert.Equal(new byte[] { 255, 255, 255 }, Resampler.Resize(tall, 1, 1).Pixels);
    }

    [Fact]
    public void The_same_size_gives_the_same_pixels_in_other_memory()
    {
        RgbImage image = Pictures.Formula(7, 5);
        RgbImage same = Resampler.Resize(image, 7, 5);
        Assert.Equal(image.Pixels, same.Pixels);
        same.Pixels[0]++;
        Assert.NotEqual(image.Pixels[0], same.Pixels[0]);
    }

    [Fact]
    public void Shorter_side_keeps_the_ratio_rounded_down()
    {
        RgbImage resized = Resampler.ResizeShorterSide(Pictures.Formula(500, 375), 256);
        Assert.Equal((341, 256), (resized.Width, resized.Height));
        resized = Resampler.ResizeShorterSide(Pictures.Formula(301, 411), 256);
        Assert.Equal((256, 349), (resized.Width, resized.Height));
    }

    [Fact]
    public void Sides_that_are_not_positive_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resize(new(2, 2), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resize(new(2, 2), 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resize(new(2, 2), 46341, 46341));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.ResizeShorterSide(new(2, 2), 0));
    }

    private static byte[] NaiveResize(RgbImage image, int width, int height)
    {
        (int w, int h) = (image.Width, image.Height);
        byte[] wide = NaivePass(image.Pixels.ToArray(), w, width, h, (line, i, c) => (((line * w) + i) * 3) + c, (line, i, c) => (((line * width) + i) * 3) + c);
        return NaivePass(wide, h, height, width, (line, i, c) => (((i * width) + line) * 3) + c, (line, i, c) => (((i * width) + line) * 3) + c);
    }

    private static byte[] NaivePass(
        byte[] source, int length, int newLength, int lines, Func<int, int, int, int> from, Func<int, int, int, int> to)
    {
        byte[] result = new byte[newLength * lines * 3];
        double scale = (double)length / newLength;
        double support = Math.Max(scale, 1);
        for (int i = 0; i < newLength; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - support + 0.5));
            int end = Math.Min(length, (int)(centre + support + 0.5));
            double[] weights = [.. Enumerable.Range(first, end - first).Select(j => Math.Max(0, 1 - Math.Abs((j - centre + 0.5) * (1 / support))))];
            double sum = 0;
            Array.ForEach(weights, weight => sum += weight);
            for (int line = 0; line < lines; line++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int total = 1 << 21;
                    for (int j = first; j < end; j++)
                    {
                        total += source[from(line, j, c)] * (int)(0.5 + (weights[j - first] / sum * (1 << 22)));
                    }

                    result[to(line, i, c)] = (byte)Math.Clamp(total >> 22, 0, 255);
                }
            }
        }

        return result;
    }
}
