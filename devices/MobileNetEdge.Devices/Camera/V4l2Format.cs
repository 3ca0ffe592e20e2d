using MobileNetEdge.Devices.Linux;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>What a driver's answer to a format says of the frames; linux/videodev2.h, "colorspaces".</summary>
internal static class V4l2Format
{
    private const uint ColorspaceRec709 = 3;
    private const uint ColorspaceJpeg = 7;
    private const uint Encoding709 = 2;
    private const uint EncodingXv709 = 4;
    private const uint QuantizationFull = 1;
    private const uint QuantizationLimited = 2;

    /// <summary>The frames' shape, or null where it is nothing that is read.</summary>
    public static FrameShape? ShapeOf(in V4l2.Format format)
    {
        if (FourCc.Format(format.PixelFormat) is not { } known || format.Width > FrameShape.MaxSide || format.Height > FrameShape.MaxSide)
        {
            return null;
        }

        FrameShape shape = FrameShape.Packed((int)format.Width, (int)format.Height, known, EncodingOf(format, known));
        if (known != FrameFormat.Mjpeg && format.BytesPerLine != 0)
        {
            shape = shape with { Stride = (int)Math.Min(format.BytesPerLine, int.MaxValue) };
        }

        return shape.IsValid ? shape : null;
    }

    private static ColourEncoding EncodingOf(in V4l2.Format format, FrameFormat known)
    {
        bool isJpeg = known == FrameFormat.Mjpeg || format.Colorspace == ColorspaceJpeg;
        bool is709 = format.Encoding is Encoding709 or EncodingXv709
            || (format.Encoding == 0 && format.Colorspace == ColorspaceRec709);
        bool isFull = format.Quantization == QuantizationFull || (format.Quantization != QuantizationLimited && isJpeg);
        return new(is709 ? ColourMatrix.Bt709 : ColourMatrix.Bt601, isFull ? ColourRange.Full : ColourRange.Limited);
    }
}
