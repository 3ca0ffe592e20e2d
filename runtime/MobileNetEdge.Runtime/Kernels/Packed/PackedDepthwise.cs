namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A depthwise convolution with packed weights over rows whose border is in place: requantized and clamped, numerics.md equations (4) to (9).
/// </summary>
/// <remarks>
/// A row is <c>(width - 1) × stride + taps</c> pixels of <see cref="Channels"/> int8 values each, border pixels included, without gaps. The caller
/// supplies rows of zero points for the border above and below, so that kernels know nothing of borders.
/// </remarks>
internal abstract unsafe class PackedDepthwise(int channels, int taps, int stride)
{
    /// <summary>Bytes behind the last pixel of a row that a kernel may read (never write).</summary>
    public const int ReadSlack = 64;

    /// <summary>Channels of a pixel, a multiple of <see cref="ChannelGranule"/>.</summary>
    public int Channels { get; } = channels;

    /// <summary>Height and width of the window.</summary>
    public int Taps { get; } = taps;

    /// <summary>Pixels from one window to the next, along both axes.</summary>
    public int Stride { get; } = stride;

    /// <summary>Channels that are packed together: work is split between threads at multiples of it.</summary>
    public const int ChannelGranule = 8;

    /// <summary>Output rows of one call.</summary>
    public const int MaxRows = 2;

    /// <summary>
    /// Computes one or two rows of output for the channels from <paramref name="firstChannel"/> to <paramref name="endChannel"/>.
    /// </summary>
    /// <param name="input">
    /// <see cref="Taps"/> rows for one row of output, <see cref="Taps"/> + <see cref="Stride"/> for two; channel 0 of the leftmost pixel under the
    /// leftmost window.
    /// </param>
    /// <param name="output">Channel 0 of the first pixel of the first row of output.</param>
    /// <param name="outputPitch">Bytes from the first row of output to the second.</param>
    /// <param name="rows">1 or 2.</param>
    /// <param name="width">Pixels of an output row.</param>
    /// <param name="firstChannel">A multiple of <see cref="ChannelGranule"/>.</param>
    /// <param name="endChannel">A multiple of <see cref="ChannelGranule"/>.</param>
    public abstract void Run(
        sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel);
}
