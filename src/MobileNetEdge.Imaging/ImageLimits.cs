namespace MobileNetEdge.Imaging;

/// <summary>How large a picture may be; checked before memory for it is taken.</summary>
/// <remarks>
/// A decoder takes memory for at most three pictures of the limit's size: the picture itself (3 bytes a pixel),
/// the four planes of a CMYK picture, and the turned picture where EXIF asks for it. libturbojpeg adds up to
/// 6 bytes a pixel for the coefficients of a progressive picture.
/// </remarks>
public sealed record ImageLimits
{
    /// <summary>16384 pixels a side, 50 million pixels, files of 256 MiB.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>The most pixels a row may have.</summary>
    public int MaxWidth { get; init; } = 16384;

    /// <summary>The most rows.</summary>
    public int MaxHeight { get; init; } = 16384;

    /// <summary>The most pixels.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>The most bytes a file may have.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Accepts a size a file claims.</summary>
    /// <exception cref="InvalidImageException">A side is not positive.</exception>
    /// <exception cref="UnsupportedImageException">The picture is larger than the limits.</exception>
    internal void Check(long width, long height, long offset)
    {
        if (width < 1 || height < 1)
        {
            Throw.Invalid("size of the picture", offset, $"{width} x {height} pixels", "at least 1 x 1");
        }

        // RGB and CMYK arrays must be indexable by int, whatever the limits say.
        long most = Math.Min(MaxPixels, Array.MaxLength / 4);
        if (width > MaxWidth || height > MaxHeight || width > most / height)
        {
            Throw.Unsupported(
                $"the picture claims {width} x {height} pixels; the limit is {MaxWidth} x {MaxHeight} and {most} pixels in all");
        }
    }
}
