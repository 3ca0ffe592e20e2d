using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>
/// Draws a preview: the whole frame, turned as the model sees it, with what lies outside the model's picture darkened, and boxes around what a
/// detector sees. One thread at a time.
/// </summary>
/// <param name="turn">How frames are turned.</param>
/// <param name="modelWidth">Pixels of a row of the model's picture.</param>
/// <param name="modelHeight">Rows of the model's picture.</param>
/// <param name="drawing">How what a detector sees is drawn; null for other models.</param>
internal sealed class PreviewPainter(FrameTurn turn, int modelWidth, int modelHeight, SeenDrawing? drawing) : IDisposable
{
    /// <summary>The longer side of a preview at most.</summary>
    public const int MostPixels = 640;

    private const int Quality = 75;
    private const int Line = 2;

    private static readonly PixelQuantizer Pixels = new(Normalization.Raw, ElementType.UInt8, 1, 0);

    private readonly JpegEncoder _encoder = new();
    private JpegFrameDecoder? _decoder;
    private FrameToTensor? _converter;
    private RgbImage? _picture;

    /// <summary>Draws a frame.</summary>
    /// <returns>A JPEG picture of at most 640 pixels a side; null where the frame is no whole picture.</returns>
    public byte[]? Paint(SeenFrame frame)
    {
        ReadOnlySpan<byte> bytes = frame.Bytes;
        FrameShape shape = frame.Shape;
        if (shape.Format == FrameFormat.Mjpeg)
        {
            _decoder ??= new();
            if (!_decoder.TryDecode(bytes, out shape))
            {
                return null;
            }

            bytes = _decoder.Pixels;
        }

        RgbImage picture = Resize(bytes, shape);
        MarkCrop(picture, frame.Placement);
        drawing?.Draw(picture, frame.Boxes);
        return _encoder.Encode(picture, Quality).ToArray();
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        _encoder.Dispose();
    }

    private RgbImage Resize(ReadOnlySpan<byte> bytes, FrameShape shape)
    {
        if (_converter is null || _picture is null || _converter.Shape != shape)
        {
            (int width, int height) = turn.SwapsSides ? (shape.Height, shape.Width) : (shape.Width, shape.Height);
            double scale = Math.Min(1, (double)MostPixels / Math.Max(width, height));
            _picture = new(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
            _converter = new(shape, turn, Framing.Stretch, Pixels, _picture.Width, _picture.Height);
        }

        _converter.WritePicture(bytes, _picture);
        return _picture;
    }

    private void MarkCrop(RgbImage picture, FramePlacement placement)
    {
        (double left, double top) = placement.ToPicture(0, 0);
        (double right, double bottom) = placement.ToPicture(modelWidth, modelHeight);
        (int x0, int x1) = (Pixel(left, picture.Width), Pixel(right, picture.Width));
        (int y0, int y1) = (Pixel(top, picture.Height), Pixel(bottom, picture.Height));
        if ((x0, y0, x1, y1) == (0, 0, picture.Width, picture.Height))
        {
            return;
        }

        for (int y = 0; y < picture.Height; y++)
        {
            Span<byte> row = picture.Row(y);
            if (y < y0 || y >= y1)
            {
                Darken(row);
                continue;
            }

            Darken(row[..(3 * x0)]);
            Darken(row[(3 * x1)..]);
            Span<byte> inside = row[(3 * x0)..(3 * x1)];
            int side = Math.Min(3 * Line, inside.Length);
            if (y < y0 + Line || y >= y1 - Line)
            {
                side = inside.Length;
            }

            inside[..side].Fill(byte.MaxValue);
            inside[^side..].Fill(byte.MaxValue);
        }
    }

    private static int Pixel(double share, int length) => (int)Math.Round(Math.Clamp(share, 0, 1) * length);

    private static void Darken(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(pixels[i] * 3 >> 3);
        }
    }
}
