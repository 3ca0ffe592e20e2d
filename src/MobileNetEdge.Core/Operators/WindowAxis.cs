namespace MobileNetEdge;

/// <summary>How a sliding window moves along one spatial dimension.</summary>
/// <param name="Stride">Input elements from one window to the next, at least 1.</param>
/// <param name="Dilation">Input elements from one tap to the next, at least 1.</param>
public readonly record struct WindowAxis(int Stride, int Dilation = 1)
{
    /// <summary>Input elements that a window of <paramref name="taps"/> taps spans: dilation (taps - 1) + 1.</summary>
    public long Span(int taps) => ((long)taps - 1) * Dilation + 1;

    /// <summary>The number of window positions, 0 or less where the window does not fit.</summary>
    public long OutputExtent(int input, int taps, Padding padding)
    {
        return padding == Padding.Same
            ? (input + (long)Stride - 1) / Stride
            : (input - Span(taps) + Stride) / Stride;
    }

    /// <summary>Rows of zeros before the first input element: half of what is missing, rounded down.</summary>
    /// <param name="input">The input's extent.</param>
    /// <param name="taps">The window's extent.</param>
    /// <param name="output">The output's extent.</param>
    /// <param name="padding">The border's rule.</param>
    public long PaddingBefore(int input, int taps, int output, Padding padding)
    {
        long missing = ((long)output - 1) * Stride + Span(taps) - input;
        return padding == Padding.Same ? Math.Max(missing, 0) / 2 : 0;
    }
}
