namespace MobileNetEdge.Imaging;

/// <summary>From pictures of one size to a model's input, with the bytes of <see cref="Framing"/> and <see cref="PixelQuantizer"/> one after the other.</summary>
/// <remarks>All memory is taken by the constructor. One thread at a time.</remarks>
public sealed class PictureToTensor
{
    private readonly PixelQuantizer _quantizer;
    private readonly RgbImage _frame;
    private readonly ResampleAxis _x;
    private readonly ResampleAxis _y;
    private readonly byte[] _rows;
    private readonly int _left;
    private readonly int _top;

    /// <summary>Computes the filters and takes the memory.</summary>
    /// <param name="sourceWidth">Pixels a row of the pictures.</param>
    /// <param name="sourceHeight">Rows of the pictures.</param>
    /// <param name="framing">How a picture is brought to the model's size.</param>
    /// <param name="quantizer">The last step.</param>
    /// <param name="width">Pixels of a row of the model's input.</param>
    /// <param name="height">Rows of the model's input.</param>
    /// <exception cref="ArgumentException">See <see cref="Framing.Place"/>.</exception>
    /// <exception cref="UnsupportedImageException">See <see cref="Framing.Place"/>.</exception>
    public PictureToTensor(int sourceWidth, int sourceHeight, Framing framing, PixelQuantizer quantizer, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(framing);
        ArgumentNullException.ThrowIfNull(quantizer);
        (SourceWidth, SourceHeight, _quantizer) = (sourceWidth, sourceHeight, quantizer);
        Placement = framing.Place(sourceWidth, sourceHeight, width, height);
        _frame = new(width, height);
        framing.Fill(_frame);
        (_x, _y, _left, _top) = Framing.Window(Placement, sourceWidth, sourceHeight, _frame);
        _rows = new byte[Resampler.RingBytes(_x, _y)];
    }

    /// <summary>Pixels a row of the pictures.</summary>
    public int SourceWidth { get; }

    /// <summary>Rows of the pictures.</summary>
    public int SourceHeight { get; }

    /// <summary>Where the resized picture lies in the model's.</summary>
    public FramePlacement Placement { get; }

    /// <summary>Writes a picture into a model's input. Takes no memory.</summary>
    /// <param name="pixels">Red, green and blue; rows without padding.</param>
    /// <param name="input">The model's input.</param>
    /// <exception cref="ArgumentException">The picture is too short, or the input has another length.</exception>
    public void Write(ReadOnlySpan<byte> pixels, Span<byte> input)
    {
        if (pixels.Length < (long)SourceWidth * SourceHeight * 3)
        {
            throw new ArgumentException($"{SourceWidth} x {SourceHeight} pixels take more than {pixels.Length} bytes", nameof(pixels));
        }

        Resampler.ResizeInto(pixels, SourceWidth * 3, _x, _y, _frame, _left, _top, _rows);
        _quantizer.Write(_frame, input);
    }
}
