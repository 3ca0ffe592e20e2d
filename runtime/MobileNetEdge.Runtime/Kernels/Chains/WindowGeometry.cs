namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Rows of a picture as windows see them, with their border in place.</summary>
/// <param name="Batch">N.</param>
/// <param name="Vertical">The window along H.</param>
/// <param name="Horizontal">The window along W.</param>
/// <param name="Channels">C of the input.</param>
internal sealed record WindowGeometry(int Batch, SlidingAxis Vertical, SlidingAxis Horizontal, int Channels)
{
    /// <summary>Output rows that are computed at once.</summary>
    public const int RowsAtOnce = PackedDepthwise.MaxRows;

    /// <summary>Windows beyond these run on the reference: rings of rows would take memory out of proportion.</summary>
    private const int MaxSpan = 32;

    /// <summary>Whether a window is of a size that networks have.</summary>
    public bool IsReasonable => Span(Vertical) <= MaxSpan && Span(Horizontal) <= MaxSpan && Vertical.Stride <= MaxSpan && Horizontal.Stride <= MaxSpan;

    /// <summary>Pixels of a row, border included.</summary>
    public int RowPixels => (Horizontal.Output - 1) * Horizontal.Stride + Span(Horizontal);

    /// <summary>Border pixels left of the picture.</summary>
    public int LeftPixels => Math.Min(Horizontal.PaddingBefore, RowPixels);

    /// <summary>Pixels of the picture in a row; windows may leave some at the right out.</summary>
    public int PicturePixels => Math.Min(Horizontal.Input, RowPixels - LeftPixels);

    /// <summary>Whether a row of the picture serves as it is.</summary>
    public bool HasNoSideBorder => LeftPixels == 0 && PicturePixels == RowPixels;

    /// <summary>Rows under the windows of the output rows that are computed at once.</summary>
    public int RowsUnderWindows => Span(Vertical) + (RowsAtOnce - 1) * Vertical.Stride;

    /// <summary>Bytes of a row, border included.</summary>
    public int RowByteCount => RowPixels * Channels;

    private static int Span(SlidingAxis axis) => (axis.Taps - 1) * axis.Dilation + 1;
}
