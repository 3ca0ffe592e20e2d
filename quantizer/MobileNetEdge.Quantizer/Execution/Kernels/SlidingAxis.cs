namespace MobileNetEdge.Quantizer.Execution;

/// <summary>A window's movement along one spatial dimension, with extents and border resolved.</summary>
/// <param name="Input">Elements of the input.</param>
/// <param name="Output">Positions of the window.</param>
/// <param name="Taps">Elements of the window.</param>
/// <param name="Stride">Input elements from one position to the next.</param>
/// <param name="Dilation">Input elements from one tap to the next.</param>
/// <param name="PaddingBefore">Border elements before the first input element.</param>
internal readonly record struct SlidingAxis(int Input, int Output, int Taps, int Stride, int Dilation, int PaddingBefore)
{
    /// <summary>Resolves the border's rule; the extents have been checked against it.</summary>
    public static SlidingAxis Of(WindowAxis axis, int input, int taps, int output, Padding padding)
    {
        return new(input, output, taps, axis.Stride, axis.Dilation, (int)axis.PaddingBefore(input, taps, output, padding));
    }

    /// <summary>Whether each window is one element, and each element one window.</summary>
    public bool IsIdentity => Taps == 1 && Stride == 1;

    /// <summary>The input element under a tap; outside 0 to <see cref="Input"/> - 1 it lies in the border.</summary>
    public int Position(int output, int tap) => output * Stride - PaddingBefore + tap * Dilation;

    /// <summary>Whether an input position is inside the input rather than in its border.</summary>
    public bool Contains(int position) => (uint)position < (uint)Input;

    /// <summary>The taps of a window that lie inside the input, from First to before End; none where they are equal.</summary>
    public (int First, int End) TapsInside(int output)
    {
        int start = Position(output, 0);
        int first = start >= 0 ? 0 : Math.Min(Taps, (Dilation - 1 - start) / Dilation);
        int end = start >= Input ? 0 : (int)Math.Min(Taps, ((long)Input - start + Dilation - 1) / Dilation);
        return (first, Math.Max(first, end));
    }
}
