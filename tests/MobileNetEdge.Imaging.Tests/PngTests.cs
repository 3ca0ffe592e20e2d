namespace MobileNetEdge.Imaging.Tests;

public sealed class PngTests
{
    /// <summary>Every colour type and bit depth the specification allows, with and without interlace.</summary>
    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            TheoryData<int, int, bool> kinds = [];
            foreach ((int colour, int[] depths) in new[] { (0, new[] { 1, 2, 4, 8, 16 }), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
            {
                foreach (int depth in depths)
                {
                    kinds.Add(colour, depth, false);
                    kinds.Add(colour, depth, true);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_decoded_at_every_small_size(int colour, int depth, bool interlaced)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            PngWriter png = RandomPng(random, colour, depth, interlaced);
            RgbImage image = ImageFile.Decode(png.ToFile());
            Assert.Equal((png.Width, png.Height), (image.Width, image.Height));
            for (int y = 0; y < png.Height; y++)
            {
                for (int x = 0; x < png.Width; x++)
                {
                    Assert.True(Expected(png, x, y) == image.At(x, y), $"seed {seed}, pixel ({x}, {y}): {Expected(png, x, y)}, {image.At(x, y)}");
                }
            }
        }
    }

    [Fact]
    public void A_transparent_colour_becomes_black_and_its_neighbours_do_not()
    {
        PngWriter png = new()
        {
            Width = 2,
            Height = 1,
            Depth = 16,
            Sample = (x, _, c) => 0x4200 + c + x,
            Transparency = [0x42, 0, 0x42, 1, 0x42, 2],
        };
        RgbImage image = ImageFile.Decode(png.ToFile());
        Assert.Equal((0, 0, 0), image.At(0, 0));
        Assert.Equal((0x42, 0x42, 0x42), image.At(1, 0));
    }

    [Fact]
    public void Alpha_is_composed_over_black_and_rounded()
    {
        PngWriter png = new() { Width = 3, Height = 1, Colour = 6, Sample = (x, _, c) => c == 3 ? x * 127 : 200 + c };
        RgbImage image = ImageFile.Decode(png.ToFile());
        Assert.Equal((0, 0, 0), image.At(0, 0));
        Assert.Equal((100, 100, 101), image.At(1, 0));
        Assert.Equal((199, 200, 201), image.At(2, 0));
    }

    [Fact]
    public void Ancillary_chunks_and_data_in_many_chunks_are_taken()
    {
        RgbImage expected = Pictures.Formula(9, 9);
        PngWriter png = new()
        {
            Width = 9,
            Height = 9,
            Sample = (x, y, c) => expected.Row(y)[(3 * x) + c],
            DataChunkBytes = 1,
            Extra = [("tEXt", "Comment\0no"u8.ToArray()), ("gAMA", [0, 0, 0, 1]), ("PLTE", [1, 2, 3])],
        };
        Assert.Equal(expected.Pixels, ImageFile.Decode(png.ToFile()).Pixels);
    }

    [Fact]
    public void Memory_stays_near_one_picture()
    {
        PngWriter png = new() { Width = 2000, Height = 1000, Sample = (_, _, _) => 0, Filter = _ => 0 };
        byte[] file = png.ToFile();
        ImageFile.Decode(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageFile.Decode(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 6_000_000, 6_100_000);
    }

    internal static PngWriter RandomPng(Random random, int colour, int depth, bool interlaced)
    {
        (int width, int height, int salt) = (random.Next(1, 20), random.Next(1, 20), random.Next());
        int colours = 1 << depth;
        byte[]? palette = null;
        byte[]? transparency = null;
        if (colour == 3)
        {
            palette = new byte[colours * 3];
            transparency = new byte[random.Next(colours + 1)];
            random.NextBytes(palette);
            random.NextBytes(transparency);
        }

        return new()
        {
            Width = width,
            Height = height,
            Colour = colour,
            Depth = depth,
            Interlaced = interlaced,
            Palette = palette,
            Transparency = transparency,
            Sample = (x, y, c) => (int)((uint)HashCode(salt, x, y, c) % (uint)colours),
            Filter = row => (int)((uint)HashCode(salt, row, 0, 9) % 5),
            DataChunkBytes = random.Next(1, 200),
        };
    }

    private static int HashCode(int salt, int x, int y, int c)
    {
        uint hash = (uint)(salt + (x * 374761393) + (y * 668265263) + (c * 974634777));
        hash = (hash ^ (hash >> 13)) * 1274126177;
        return (int)(hash ^ (hash >> 16));
    }

    private static (byte R, byte G, byte B) Expected(PngWriter png, int x, int y)
    {
        int Sample(int c) => png.Sample(x, y, c);
        int To8(int c) => png.Depth == 16 ? Sample(c) >> 8 : Sample(c) * 255 / ((1 << png.Depth) - 1);
        (int r, int g, int b, int alpha) = png.Colour switch
        {
            0 => (To8(0), To8(0), To8(0), 255),
            2 => (To8(0), To8(1), To8(2), 255),
            3 => (png.Palette![3 * Sample(0)], png.Palette[(3 * Sample(0)) + 1], png.Palette[(3 * Sample(0)) + 2], PaletteAlpha(png, Sample(0))),
            4 => (To8(0), To8(0), To8(0), To8(1)),
            _ => (To8(0), To8(1), To8(2), To8(3)),
        };
        return (Over(r, alpha), Over(g, alpha), Over(b, alpha));
    }

    private static int PaletteAlpha(PngWriter png, int index) => index < png.Transparency!.Length ? png.Transparency[index] : 255;

    private static byte Over(int value, int alpha) => (byte)Math.Round(value * alpha / 255.0);
}
