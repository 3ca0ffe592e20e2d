using MobileNetEdge.Cli.Reporting;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching.Snapshots;

/// <summary>From a camera's frame to a picture file: JPEG, or PNG where libturbojpeg is not installed. One thread at a time.</summary>
/// <remarks>A frame that is JPEG already is kept as the camera made it, without <c>--rotate</c> and <c>--flip</c>.</remarks>
internal sealed class FrameEncoder(FrameTurn turn) : IDisposable
{
    private const int Quality = 90;

    /// <summary>Only colours are converted; nothing is quantized.</summary>
    private static readonly PixelQuantizer Unused = new(Normalization.Raw, ElementType.UInt8, scale: 1, zeroPoint: 0);

    private JpegEncoder? _encoder;
    private bool _isWithoutJpeg;
    private FrameToTensor? _converter;
    private RgbImage? _picture;

    /// <summary>Encodes a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="ending">The file's ending, with the dot.</param>
    /// <returns>The whole file; overwritten by the next call.</returns>
    public ReadOnlySpan<byte> Encode(CameraFrame frame, out string ending)
    {
        ending = ".jpg";
        if (frame.Shape.Format == FrameFormat.Mjpeg)
        {
            return frame.Bytes;
        }

        RgbImage picture = Picture(frame);
        if (Encoder() is { } encoder)
        {
            return encoder.Encode(picture, Quality);
        }

        ending = ".png";
        return PngEncoder.Encode(picture);
    }

    public void Dispose() => _encoder?.Dispose();

    private RgbImage Picture(CameraFrame frame)
    {
        if (_converter is null || _picture is null || _converter.Shape != frame.Shape)
        {
            (int width, int height) = (frame.Shape.Width, frame.Shape.Height);
            (width, height) = turn.SwapsSides ? (height, width) : (width, height);
            _converter = new(frame.Shape, turn, Framing.Stretch, Unused, width, height);
            _picture = new(width, height);
        }

        _converter.WritePicture(frame.Bytes, _picture);
        return _picture;
    }

    private JpegEncoder? Encoder()
    {
        try
        {
            return _encoder ??= _isWithoutJpeg ? null : new();
        }
        catch (MissingCodecException)
        {
            _isWithoutJpeg = true;
            return null;
        }
    }
}
