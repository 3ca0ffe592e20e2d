using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Detection;

/// <summary>A colour of 8 bits a channel.</summary>
internal readonly record struct Colour(byte R, byte G, byte B)
{
    public static Colour Black { get; } = new(0, 0, 0);

    public static Colour White { get; } = new(255, 255, 255);

    /// <summary>What can be read on it: black or white, by the luma of ITU-R BT.601.</summary>
    public Colour Text => 299 * R + 587 * G + 114 * B > 140_000 ? Black : White;

    /// <summary>A colour for each class, far from those of its neighbours; always the same.</summary>
    public static Colour Of(int category)
    {
        // Steps of the golden angle around the circle of hues: 1530 is six edges of 255, 946 is 1530 / 1.618.
        int hue = (int)((uint)category * 946L % 1530);
        (int edge, int up) = (hue / 255, hue % 255);
        (int r, int g, int b) = edge switch
        {
            0 => (255, up, 0),
            1 => (255 - up, 255, 0),
            2 => (0, 255, up),
            3 => (0, 255 - up, 255),
            4 => (up, 0, 255),
            _ => (255, 0, 255 - up),
        };
        return new((byte)r, (byte)g, (byte)b);
    }

    /// <summary>The colour laid over another, half and half.</summary>
    public Colour Over(Colour below) => new((byte)((R + below.R) / 2), (byte)((G + below.G) / 2), (byte)((B + below.B) / 2));
}

/// <summary>Draws into pictures; whatever lies beyond their sides is left out.</summary>
internal static class Drawing
{
    private const int BytesPerPixel = 3;

    /// <summary>Fills a rectangle.</summary>
    public static void Fill(RgbImage picture, int left, int top, int width, int height, Colour colour)
    {
        int right = Math.Min(left + width, picture.Width);
        int bottom = Math.Min(top + height, picture.Height);
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        for (int y = top; y < bottom && left < right; y++)
        {
            Span<byte> row = picture.Pixels.Slice((y * picture.Width + left) * BytesPerPixel, (right - left) * BytesPerPixel);
            for (int i = 0; i < row.Length; i += BytesPerPixel)
            {
                (row[i], row[i + 1], row[i + 2]) = (colour.R, colour.G, colour.B);
            }
        }
    }

    /// <summary>Draws the border of a rectangle, inwards.</summary>
    public static void Frame(RgbImage picture, int left, int top, int width, int height, int thickness, Colour colour)
    {
        Fill(picture, left, top, width, thickness, colour);
        Fill(picture, left, top + height - thickness, width, thickness, colour);
        Fill(picture, left, top, thickness, height, colour);
        Fill(picture, left + width - thickness, top, thickness, height, colour);
    }
}
