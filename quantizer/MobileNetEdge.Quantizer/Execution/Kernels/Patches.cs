namespace MobileNetEdge.Quantizer.Execution;

/// <summary>The windows of a convolution as rows of a matrix: [ky, kx, channel of the group], zeros beyond the border.</summary>
/// <param name="Vertical">The window along H.</param>
/// <param name="Horizontal">The window along W.</param>
/// <param name="InputChannels">C of the input.</param>
/// <param name="GroupChannels">Input channels of a group.</param>
internal sealed record Patches(SlidingAxis Vertical, SlidingAxis Horizontal, int InputChannels, int GroupChannels)
{
    private int RowLength => Horizontal.Taps * GroupChannels;

    /// <summary>Elements of a patch.</summary>
    public int Length => Vertical.Taps * RowLength;

    /// <summary>Whether the taps of a row are neighbours in memory.</summary>
    private bool IsContiguous => Horizontal.Dilation == 1 && GroupChannels == InputChannels;

    /// <summary>Copies the windows of some output pixels.</summary>
    /// <param name="input">The whole input.</param>
    /// <param name="firstPixel">The first pixel of [N, H', W'].</param>
    /// <param name="group">The group whose channels are copied.</param>
    /// <param name="patches">As many patches as pixels are wanted.</param>
    public void Gather(ReadOnlySpan<float> input, int firstPixel, int group, Span<float> patches)
    {
        for (int pixel = firstPixel; !patches.IsEmpty; pixel++)
        {
            (int row, int x) = Math.DivRem(pixel, Horizontal.Output);
            (int n, int y) = Math.DivRem(row, Vertical.Output);
            for (int ky = 0; ky < Vertical.Taps; ky++)
            {
                int inputY = Vertical.Position(y, ky);
                Span<float> taps = patches[..RowLength];
                patches = patches[RowLength..];
                if (Vertical.Contains(inputY))
                {
                    GatherRow(input[((n * Vertical.Input + inputY) * Horizontal.Input * InputChannels)..], x, group, taps);
                }
                else
                {
                    taps.Clear();
                }
            }
        }
    }

    private void GatherRow(ReadOnlySpan<float> inputRow, int x, int group, Span<float> taps)
    {
        (int first, int end) = Horizontal.TapsInside(x);
        if (end - first < Horizontal.Taps)
        {
            taps.Clear();
        }

        if (IsContiguous)
        {
            int start = Horizontal.Position(x, first) * InputChannels;
            inputRow.Slice(start, (end - first) * GroupChannels).CopyTo(taps[(first * GroupChannels)..]);
            return;
        }

        for (int kx = first; kx < end; kx++)
        {
            int pixel = Horizontal.Position(x, kx) * InputChannels + group * GroupChannels;
            inputRow.Slice(pixel, GroupChannels).CopyTo(taps[(kx * GroupChannels)..]);
        }
    }
}
