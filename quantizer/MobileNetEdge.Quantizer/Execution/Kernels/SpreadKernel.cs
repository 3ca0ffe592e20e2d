namespace MobileNetEdge.Quantizer.Execution;

/// <summary>SPREAD: a unit is an image of the batch, zeros first, then its pixels at their places.</summary>
internal sealed class SpreadKernel(Spread spread, int source, int target) : FloatKernel
{
    private readonly Shape _from = spread.Input.Shape;
    private readonly Shape _to = spread.Output.Shape;

    /// <inheritdoc/>
    public override int Units => _from[0];

    /// <inheritdoc/>
    public override long Work => _to.ElementCount;

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        int channels = _from[3];
        int fromRow = _from[2] * channels;
        int toRow = _to[2] * channels;
        for (int image = first; image < end; image++)
        {
            ReadOnlySpan<float> pixels = buffers.Span(source).Slice(image * _from[1] * fromRow, _from[1] * fromRow);
            Span<float> places = buffers.Span(target).Slice(image * _to[1] * toRow, _to[1] * toRow);
            places.Clear();
            for (int y = 0; y < _from[1]; y++)
            {
                SpreadRow(pixels.Slice(y * fromRow, fromRow), places.Slice(spread.Vertical.Place(y) * toRow, toRow), channels);
            }
        }
    }

    private void SpreadRow(ReadOnlySpan<float> pixels, Span<float> places, int channels)
    {
        if (spread.Horizontal.Stride == 1)
        {
            pixels.CopyTo(places[(spread.Horizontal.First * channels)..]);
            return;
        }

        for (int x = 0; x < _from[2]; x++)
        {
            pixels.Slice(x * channels, channels).CopyTo(places[(spread.Horizontal.Place(x) * channels)..]);
        }
    }
}
