namespace MobileNetEdge.Imaging;

/// <summary>One plane of a frame: rows of bytes.</summary>
/// <param name="Offset">Its first byte in the frame.</param>
/// <param name="Stride">Bytes from row to row.</param>
/// <param name="SubsamplingY">Frame rows for each of its rows, 1 or 2.</param>
internal readonly record struct FramePlane(int Offset, int Stride, int SubsamplingY);

/// <summary>Where the samples of one colour component stand.</summary>
/// <param name="Plane">The index of its plane.</param>
/// <param name="Offset">Its first byte in a row.</param>
/// <param name="Step">Bytes from sample to sample.</param>
/// <param name="SubsamplingX">Frame columns for each sample, 1 or 2.</param>
internal readonly record struct FrameComponent(int Plane, int Offset, int Step, int SubsamplingX);

/// <summary>The planes and the components (Y U V, or R G B, or grey alone) of a format.</summary>
internal readonly record struct FrameLayout(FramePlane[] Planes, FrameComponent[] Components, bool IsYuv)
{
    /// <exception cref="ArgumentException">The shape is not valid, too large, or has no planes.</exception>
    public static FrameLayout Of(in FrameShape shape)
    {
        if (!shape.IsValid || shape.Format == FrameFormat.Mjpeg || shape.ByteCount > Array.MaxLength)
        {
            throw new ArgumentException($"{shape} is not a frame of pixels", nameof(shape));
        }

        int stride = shape.Stride;
        int second = stride * shape.Height;
        int half = (stride + 1) / 2;
        FramePlane whole = new(0, stride, 1);
        return shape.Format switch
        {
            FrameFormat.Yuyv => new([whole], [new(0, 0, 2, 1), new(0, 1, 4, 2), new(0, 3, 4, 2)], true),
            FrameFormat.Nv12 => new([whole, new(second, stride, 2)], [new(0, 0, 1, 1), new(1, 0, 2, 2), new(1, 1, 2, 2)], true),
            FrameFormat.I420 => new(
                [whole, new(second, half, 2), new(second + (half * ((shape.Height + 1) / 2)), half, 2)],
                [new(0, 0, 1, 1), new(1, 0, 1, 2), new(2, 0, 1, 2)],
                true),
            FrameFormat.Rgb24 => new([whole], [new(0, 0, 3, 1), new(0, 1, 3, 1), new(0, 2, 3, 1)], false),
            FrameFormat.Bgr24 => new([whole], [new(0, 2, 3, 1), new(0, 1, 3, 1), new(0, 0, 3, 1)], false),
            _ => new([whole], [new(0, 0, 1, 1)], false),
        };
    }
}
