using System.Runtime.InteropServices;
using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Segmentation;

/// <summary>The class of each pixel of a picture.</summary>
internal sealed class ClassMap
{
    private readonly ushort[] _classes;

    private ClassMap(int width, int height, ushort[] classes)
    {
        (Width, Height, _classes) = (width, height, classes);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The class of a pixel.</summary>
    public int this[int x, int y] => _classes[y * Width + x];

    /// <summary>The map of a picture from a model's output, each pixel taken from the nearest of the frame.</summary>
    /// <param name="scores">[height, width, classes], 8-bit; the largest counts, the first of equals.</param>
    /// <param name="shape">The output's shape.</param>
    /// <param name="isSigned">Whether scores are int8; else uint8.</param>
    /// <param name="framing">How the frame was made from the picture.</param>
    /// <param name="pictureWidth">Pixels a row of the picture.</param>
    /// <param name="pictureHeight">Its rows.</param>
    public static ClassMap Of(
        ReadOnlySpan<byte> scores, Shape shape, bool isSigned, Framing framing, int pictureWidth, int pictureHeight)
    {
        (int height, int width, int classes) = (shape[1], shape[2], shape[3]);
        ushort[] frame = new ushort[width * height];
        for (int i = 0; i < frame.Length; i++)
        {
            ReadOnlySpan<byte> pixel = scores.Slice(i * classes, classes);
            frame[i] = (ushort)(isSigned ? Best(MemoryMarshal.Cast<byte, sbyte>(pixel)) : Best(pixel));
        }

        FramePlacement place = framing.Place(pictureWidth, pictureHeight, width, height);
        ushort[] map = new ushort[pictureWidth * pictureHeight];
        for (int y = 0; y < pictureHeight; y++)
        {
            int row = Nearest(y, pictureHeight, place.ResizedHeight, place.Top, height);
            for (int x = 0; x < pictureWidth; x++)
            {
                map[y * pictureWidth + x] = frame[row * width + Nearest(x, pictureWidth, place.ResizedWidth, place.Left, width)];
            }
        }

        return new ClassMap(pictureWidth, pictureHeight, map);
    }

    /// <summary>How many pixels each class has.</summary>
    public int[] Count(int classes)
    {
        int[] counts = new int[classes];
        foreach (ushort category in _classes)
        {
            counts[category]++;
        }

        return counts;
    }

    /// <summary>A copy of a picture with each class but the background, class 0, in its colour.</summary>
    public RgbImage Over(RgbImage picture)
    {
        RgbImage copy = new(picture.Width, picture.Height, picture.Pixels.ToArray());
        Span<byte> pixels = copy.Pixels;
        for (int i = 0; i < _classes.Length; i++)
        {
            if (_classes[i] > 0)
            {
                Colour mixed = Colour.Of(_classes[i] - 1).Over(new(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]));
                (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (mixed.R, mixed.G, mixed.B);
            }
        }

        return copy;
    }

    /// <summary>The frame's element whose centre is nearest to a pixel's; beyond a crop, the outermost.</summary>
    private static int Nearest(int pixel, int pixels, int resized, int offset, int extent)
    {
        long place = (2L * pixel + 1) * resized / (2L * pixels) + offset;
        return (int)Math.Clamp(place, 0, extent - 1);
    }

    private static int Best<T>(ReadOnlySpan<T> scores)
        where T : IComparable<T>
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i].CompareTo(scores[best]) > 0 ? i : best;
        }

        return best;
    }
}
