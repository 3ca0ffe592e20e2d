using MobileNetEdge.Cli.Reporting;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching.Snapshots;

/// <summary>From a camera's frame to a picture file: JPEG, or PNG where libturbojpeg is not installed. One thread at a time.</summary>
/// <remarks>
/// A frame that is JPEG already is kept as the camera made it, without <c>--rotate</c> and <c>--flip</c>, unless a box is to be drawn on it: boxes are
/// those of the turned frame.
/// </remarks>
/// <param name="turn">How frames are turned.</param>
/// <param name="drawing">How a box is drawn; null where there are none.</param>
internal sealed class FrameEncoder(FrameTurn turn, SeenDrawing? drawing) : IDisposable
{
    private const int Quality = 90;

    /// <summary>Only colours are converted; nothing is quantized.</summary>
    private static readonly PixelQuantizer Unused = new(Normalization.Raw, ElementType.UInt8, scale: 1, zeroPoint: 0);

    private JpegEncoder? _encoder;
    private bool _isWithoutJpeg;
    private JpegFrameDecoder? _decoder;
    private FrameToTensor? _converter;
    private RgbImage? _picture;

    /// <summary>Encodes a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="region">Where its rule looks.</param>
    /// <param name="box">What its rule saw; null for nothing to be drawn.</param>
    /// <param name="ending">The file's ending, with the dot.</param>
    /// <returns>The whole file; overwritten by the next call.</returns>
    public ReadOnlySpan<byte> Encode(CameraFrame frame, RuleRegion? region, SeenBox? box, out string ending)
    {
        ending = ".jpg";
        if (frame.Shape.Format == FrameFormat.Mjpeg && (drawing is null || box is null))
        {
            return frame.Bytes;
        }

        if (Picture(frame) is not { } picture)
        {
            return frame.Bytes;
        }

        if (box is { } seen)
        {
            drawing?.Draw(picture, region, seen);
        }

        if (Encoder() is { } encoder)
        {
            return encoder.Encode(picture, Quality);
        }

        ending = ".png";
        return PngEncoder.Encode(picture);
    }

    public void Dispose()
    {
        _encoder?.Dispose();
        _decoder?.Dispose();
    }

    /// <summary>The turned frame; null where it is a broken JPEG.</summary>
    private RgbImage? Picture(CameraFrame frame)
    {
        if (frame.Shape.Format != FrameFormat.Mjpeg)
        {
            return Picture(frame.Shape, frame.Bytes);
        }

        _decoder ??= new();
        return _decoder.TryDecode(frame.Bytes, out FrameShape shape) ? Picture(shape, _decoder.Pixels) : null;
    }

    private RgbImage Picture(FrameShape shape, ReadOnlySpan<byte> bytes)
    {
        if (_converter is null || _picture is null || _converter.Shape != shape)
        {
            (int width, int height) = (shape.Width, shape.Height);
            (width, height) = turn.SwapsSides ? (height, width) : (width, height);
            _converter = new(shape, turn, Framing.Stretch, Unused, width, height);
            _picture = new(width, height);
        }

        _converter.WritePicture(bytes, _picture);
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
