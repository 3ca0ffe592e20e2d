namespace MobileNetEdge.Imaging;

/// <summary>A picture of 8-bit red, green and blue, interleaved, row after row from the top, without padding.</summary>
public sealed class RgbImage
{
    /// <summary>Creates a black picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the picture exceeds the largest array.</exception>
    public RgbImage(int width, int height)
        : this(width, height, new byte[CheckedLength(width, height)])
    {
    }

    /// <summary>Wraps pixels, which are shared and not copied.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Width x height x 3 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the picture exceeds the largest array.</exception>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int length = CheckedLength(width, height);
        if (pixels.Length != length)
        {
            throw new ArgumentException($"{width} x {height} pixels take {length} bytes, not {pixels.Length}", nameof(pixels));
        }

        (Width, Height, Buffer) = (width, height, pixels);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Height x width x 3 bytes: R, G, B.</summary>
    public Span<byte> Pixels => Buffer;

    internal byte[] Buffer { get; }

    /// <summary>One row: width x 3 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<byte> Row(int y) => Buffer.AsSpan(checked(y * Width * 3), Width * 3);

    /// <summary>A copy of a rectangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or not inside the picture.</exception>
    public RgbImage Crop(int left, int top, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width - left);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Height - top);
        RgbImage result = Uninitialized(width, height);
        for (int y = 0; y < height; y++)
        {
            Row(top + y).Slice(left * 3, width * 3).CopyTo(result.Row(y));
        }

        return result;
    }

    /// <summary>A copy of the middle; an odd rest leaves one pixel more after it than before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive or is longer than the picture's.</exception>
    public RgbImage CentreCrop(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Height);
        return Crop(CentreOffset(Width, width), CentreOffset(Height, height), width, height);
    }

    /// <summary>(length - part) / 2 rounded down, as TensorFlow's resize_image_with_crop_or_pad has it; torchvision rounds some halves up.</summary>
    internal static int CentreOffset(int length, int part) => (length - part) / 2;

    /// <summary>A picture whose every byte the caller is going to write.</summary>
    internal static RgbImage Uninitialized(int width, int height)
    {
        return new(width, height, GC.AllocateUninitializedArray<byte>(CheckedLength(width, height)));
    }

    private static int CheckedLength(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, Array.MaxLength / 3, nameof(height));
        return width * height * 3;
    }
}
