namespace MobileNetEdge.Imaging;

/// <summary>What <see cref="FrameToTensor"/> computes, as a plain composition of whole pictures: normative, never made faster.</summary>
/// <remarks>
/// Resize each component along y, then along x, with 8 bits after each; convert the colours; turn; place beside the padding; quantize.
/// </remarks>
public static class FrameReference
{
    /// <summary>Writes a frame into a model's input.</summary>
    /// <param name="frame">At least <see cref="FrameShape.ByteCount"/> bytes.</param>
    /// <param name="shape">What the bytes are.</param>
    /// <param name="turn">How the frame is turned.</param>
    /// <param name="framing">How the turned frame is brought to the model's size.</param>
    /// <param name="quantizer">The last step.</param>
    /// <param name="width">Pixels of a row of the model's input.</param>
    /// <param name="height">Rows of the model's input.</param>
    /// <param name="input">The model's input.</param>
    public static void Write(
        ReadOnlySpan<byte> frame,
        in FrameShape shape,
        FrameTurn turn,
        Framing framing,
        PixelQuantizer quantizer,
        int width,
        int height,
        Span<byte> input)
    {
        ArgumentNullException.ThrowIfNull(framing);
        ArgumentNullException.ThrowIfNull(quantizer);
        FramePlacing placing = FramePlacing.Of(shape, turn, framing, width, height);
        (int resizedWidth, int resizedHeight) = (placing.Place.ResizedWidth, placing.Place.ResizedHeight);
        RgbImage resized = turn.SwapsSides
            ? Resize(frame, shape, resizedHeight, resizedWidth)
            : Resize(frame, shape, resizedWidth, resizedHeight);
        quantizer.Write(Place(Turn(resized, turn), placing, framing, width, height), input);
    }

    private static RgbImage Resize(ReadOnlySpan<byte> frame, in FrameShape shape, int width, int height)
    {
        FrameLayout layout = FrameLayout.Of(shape);
        byte[][] components = new byte[layout.Components.Length][];
        for (int c = 0; c < components.Length; c++)
        {
            components[c] = Resize(frame, shape, layout, layout.Components[c], width, height);
        }

        YuvToRgb colours = new(shape.Encoding);
        RgbImage image = new(width, height);
        for (int i = 0; i < width * height; i++)
        {
            byte first = components[0][i];
            (byte second, byte third) = components.Length == 1 ? (first, first) : (components[1][i], components[2][i]);
            (image.Pixels[3 * i], image.Pixels[(3 * i) + 1], image.Pixels[(3 * i) + 2]) =
                layout.IsYuv ? colours.Convert(first, second, third) : (first, second, third);
        }

        return image;
    }

    private static byte[] Resize(
        ReadOnlySpan<byte> frame, in FrameShape shape, in FrameLayout layout, in FrameComponent component, int width, int height)
    {
        FramePlane plane = layout.Planes[component.Plane];
        FrameAxis alongX = new(shape.Width, component.SubsamplingX, width, 0, width, reversed: false);
        FrameAxis alongY = new(shape.Height, plane.SubsamplingY, height, 0, height, reversed: false);
        int samples = (shape.Width + component.SubsamplingX - 1) / component.SubsamplingX;
        byte[] tall = new byte[samples * height];
        byte[] result = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < samples; x++)
            {
                int column = plane.Offset + component.Offset + (x * component.Step);
                tall[(y * samples) + x] = Weigh(frame[column..], plane.Stride, alongY, y);
            }
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                result[(y * width) + x] = Weigh(tall.AsSpan(y * samples), 1, alongX, x);
            }
        }

        return result;
    }

    private static byte Weigh(ReadOnlySpan<byte> samples, int step, FrameAxis axis, int i)
    {
        int sum = 128;
        for (int tap = axis.Begin(i); tap < axis.Begin(i + 1); tap++)
        {
            sum += samples[axis.Samples[tap] * step] * axis.Weights[tap];
        }

        return (byte)(sum >> 8);
    }

    private static RgbImage Turn(RgbImage image, FrameTurn turn)
    {
        RgbImage result = turn.SwapsSides ? new(image.Height, image.Width) : new(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                (int column, int row) = turn.Degrees switch
                {
                    90 => (image.Height - 1 - y, x),
                    180 => (image.Width - 1 - x, image.Height - 1 - y),
                    270 => (y, image.Width - 1 - x),
                    _ => (x, y),
                };
                column = turn.Mirror ? result.Width - 1 - column : column;
                image.Row(y).Slice(3 * x, 3).CopyTo(result.Row(row)[(3 * column)..]);
            }
        }

        return result;
    }

    private static RgbImage Place(RgbImage resized, in FramePlacing placing, Framing framing, int width, int height)
    {
        RgbImage picture = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = (x - placing.Place.Left, y - placing.Place.Top);
                bool covered = column >= 0 && column < resized.Width && row >= 0 && row < resized.Height;
                Span<byte> pixel = picture.Row(y).Slice(3 * x, 3);
                (pixel[0], pixel[1], pixel[2]) = framing.Padding;
                if (covered)
                {
                    resized.Row(row).Slice(3 * column, 3).CopyTo(pixel);
                }
            }
        }

        return picture;
    }
}
