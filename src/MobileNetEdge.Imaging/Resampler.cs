namespace MobileNetEdge.Imaging;

/// <summary>Resizes pictures by the antialiased triangle filter, byte for byte as Pillow's Image.resize with BILINEAR.</summary>
/// <remarks>
/// Two passes, along x and then along y, with 8 bits between them. Memory beside the result: the weights, and as many
/// rows of the result's width as one result pixel covers source rows.
/// </remarks>
public static class Resampler
{
    /// <summary>The picture at another size; the sides need not keep their ratio.</summary>
    /// <param name="image">Any picture.</param>
    /// <param name="width">Pixels a row of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the result exceeds the largest array.</exception>
    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        RgbImage result = RgbImage.Uninitialized(width, height);
        ResizeInto(image, new(image.Width, width, 0, width), new(image.Height, height, 0, height), result, 0, 0);
        return result;
    }

    /// <summary>The picture with its shorter side at a length and its ratio kept, as torchvision's Resize with one number.</summary>
    /// <param name="image">Any picture.</param>
    /// <param name="shorterSide">Pixels of the shorter side; the longer gets floor(shorterSide x longer / shorter).</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive, or the result exceeds the largest array.</exception>
    public static RgbImage ResizeShorterSide(RgbImage image, int shorterSide)
    {
        ArgumentNullException.ThrowIfNull(image);
        (int width, int height) = Framing.SizeByShorterSide(image.Width, image.Height, shorterSide);
        return Resize(image, width, height);
    }

    /// <summary>Writes a window of the resized picture into a part of another, without computing what is outside the window.</summary>
    internal static void ResizeInto(RgbImage image, in ResampleAxis x, in ResampleAxis y, RgbImage result, int left, int top)
    {
        byte[] ring = GC.AllocateUninitializedArray<byte>(RingBytes(x, y));
        ResizeInto(image.Pixels, image.Width * 3, x, y, result, left, top, ring);
    }

    /// <summary>Bytes of the rows that are kept between the passes.</summary>
    internal static int RingBytes(in ResampleAxis x, in ResampleAxis y) => checked(y.MaxTaps * x.Length * 3);

    /// <summary>The same without taking memory.</summary>
    /// <param name="pixels">The source.</param>
    /// <param name="stride">Bytes of a row of the source.</param>
    /// <param name="x">The filter along x.</param>
    /// <param name="y">The filter along y.</param>
    /// <param name="result">The picture to write into.</param>
    /// <param name="left">Its first column that is written.</param>
    /// <param name="top">Its first row that is written.</param>
    /// <param name="ring"><see cref="RingBytes"/> bytes; overwritten.</param>
    internal static void ResizeInto(
        ReadOnlySpan<byte> pixels, int stride, in ResampleAxis x, in ResampleAxis y, RgbImage result, int left, int top, Span<byte> ring)
    {
        int rowBytes = x.Length * 3;
        int rows = y.MaxTaps;
        int next = 0;
        for (int i = 0; i < y.Length; i++)
        {
            int start = y.Start(i);
            ReadOnlySpan<int> weights = y.Weights(i);
            for (next = Math.Max(next, start); next < start + weights.Length; next++)
            {
                ResampleRows.Horizontal(pixels.Slice(next * stride, stride), x, ring.Slice(next % rows * rowBytes, rowBytes));
            }

            ResampleRows.Vertical(ring, start, weights, result.Row(top + i).Slice(left * 3, rowBytes));
        }
    }
}
