namespace MobileNetEdge.Imaging;

/// <summary>All that one must know of a frame to read its bytes.</summary>
/// <param name="Width">Pixels a row, 1..16384.</param>
/// <param name="Height">Rows, 1..16384.</param>
/// <param name="Format">How pixels stand in memory.</param>
/// <param name="Stride">
/// Bytes from one row of the first plane to the next. Planes follow one another without a gap; the stride of NV12's second plane is
/// the same, of I420's second and third the half, rounded up. 0 for <see cref="FrameFormat.Mjpeg"/>.
/// </param>
/// <param name="Encoding">The meaning of Y, U and V.</param>
public readonly record struct FrameShape(int Width, int Height, FrameFormat Format, int Stride, ColourEncoding Encoding)
{
    /// <summary>The largest side of a frame.</summary>
    public const int MaxSide = 16384;

    private const int MaxStride = 1 << 18;

    /// <summary>Bytes of a frame, the padding of the last row included; 0 for <see cref="FrameFormat.Mjpeg"/>.</summary>
    public long ByteCount
    {
        get
        {
            long chromaRows = (Height + 1) / 2;
            return Format switch
            {
                FrameFormat.Mjpeg => 0,
                FrameFormat.Nv12 => Stride * (Height + chromaRows),
                FrameFormat.I420 => ((long)Stride * Height) + (2 * ((Stride + 1) / 2) * chromaRows),
                _ => (long)Stride * Height,
            };
        }
    }

    /// <summary>Bytes of the pixels of a row of the first plane, without padding.</summary>
    public int RowBytes => Format switch
    {
        FrameFormat.Mjpeg => 0,
        FrameFormat.Yuyv => (Width + 1) / 2 * 4,
        FrameFormat.Rgb24 or FrameFormat.Bgr24 => Width * 3,
        FrameFormat.Nv12 => (Width + 1) / 2 * 2,
        _ => Width,
    };

    /// <summary>A frame whose rows have no padding.</summary>
    public static FrameShape Packed(int width, int height, FrameFormat format, ColourEncoding encoding = default)
    {
        FrameShape shape = new(width, height, format, 0, encoding);
        return shape with { Stride = shape.RowBytes };
    }

    /// <summary>Whether the sides are within 1..<see cref="MaxSide"/> and the stride holds a row and is below 256 KiB.</summary>
    public bool IsValid => Width is >= 1 and <= MaxSide && Height is >= 1 and <= MaxSide && Stride >= RowBytes && Stride <= MaxStride;

    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height} {Format} (stride {Stride}, {Encoding.Matrix} {Encoding.Range})";
}
