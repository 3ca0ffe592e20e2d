namespace MobileNetEdge.Imaging;

/// <summary>Which edges of the scene the stored picture's first row and first column are (Exif tag 0x0112).</summary>
internal enum Orientation
{
    TopLeft = 1,
    TopRight = 2,
    BottomRight = 3,
    BottomLeft = 4,
    LeftTop = 5,
    RightTop = 6,
    RightBottom = 7,
    LeftBottom = 8,
}

internal static class Orientations
{
    /// <summary>The picture with the scene's top at its top.</summary>
    /// <remarks>Walks the stored picture by pixel steps: origin + x step along a row of the result, + y step from row to row.</remarks>
    public static RgbImage Upright(RgbImage image, Orientation orientation)
    {
        if (orientation == Orientation.TopLeft)
        {
            return image;
        }

        (int w, int h) = (image.Width, image.Height);
        bool swap = orientation >= Orientation.LeftTop;
        (int origin, int stepX, int stepY) = orientation switch
        {
            Orientation.TopRight => (w - 1, -1, w),
            Orientation.BottomRight => ((h * w) - 1, -1, -w),
            Orientation.BottomLeft => ((h - 1) * w, 1, -w),
            Orientation.LeftTop => (0, w, 1),
            Orientation.RightTop => ((h - 1) * w, -w, 1),
            Orientation.RightBottom => ((h * w) - 1, -w, -1),
            _ => (w - 1, w, -1),
        };
        RgbImage result = RgbImage.Uninitialized(swap ? h : w, swap ? w : h);
        for (int y = 0; y < result.Height; y++)
        {
            CopyRow(image.Pixels, (origin + (y * stepY)) * 3, stepX * 3, result.Row(y));
        }

        return result;
    }

    private static void CopyRow(ReadOnlySpan<byte> source, int offset, int step, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i += 3, offset += step)
        {
            row[i] = source[offset];
            row[i + 1] = source[offset + 1];
            row[i + 2] = source[offset + 2];
        }
    }
}
