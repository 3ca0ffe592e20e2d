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

    /// <summary>A file of a few bytes can ask for rows of any size; the rows of networks at 4096×4096 take some 100 KiB.</summary>
    private const long MaxRowsByteCount = 8 << 20;

    /// <summary>Windows that are gathered at least for one tile of a matrix product.</summary>
    private const int RowsOfTile = 8;

    /// <summary>Whether windows and rows are of a size that networks have.</summary>
    /// <param name="outputChannels">Channels of an output pixel.</param>
    public bool IsReasonable(int outputChannels)
    {
        if (Math.Max(Span(Vertical), Vertical.Stride) > MaxSpan || Math.Max(Span(Horizontal), Horizontal.Stride) > MaxSpan)
        {
            return false;
        }

        long inputBytes = (RowsUnderWindows + 1L) * ((long)RowPixels * Channels + PackedDepthwise.ReadSlack);
        long outputBytes = (long)RowsAtOnce * Horizontal.Output * outputChannels;
        long windowBytes = (long)Vertical.Taps * Horizontal.Taps * Channels * RowsOfTile;
        return Math.Max(Math.Max(inputBytes, outputBytes), windowBytes) <= MaxRowsByteCount;
    }

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

    /// <summary>Input pixels that a window spans; may exceed any real size in a hostile file.</summary>
    private static int Span(SlidingAxis axis) => (int)Math.Min((axis.Taps - 1L) * axis.Dilation + 1, int.MaxValue);
}
