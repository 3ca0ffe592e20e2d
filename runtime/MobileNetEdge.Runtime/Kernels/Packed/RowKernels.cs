namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A function of one byte over rows that are still in the nearest cache, numerics.md equation (12).</summary>
internal abstract unsafe class RowTable
{
    /// <summary>Writes the table's value for each byte; source and destination are the same or do not overlap.</summary>
    public abstract void Run(byte* source, byte* destination, nint count);
}

/// <summary>ADD, SUB or MUL of two tensors of one shape, numerics.md equations (15) and (16).</summary>
internal abstract unsafe class RowBinary
{
    /// <summary>Writes the result for each pair; the destination may be either source.</summary>
    public abstract void Run(sbyte* a, sbyte* b, sbyte* destination, nint count);
}

/// <summary>MUL of each pixel by one gate value a channel, numerics.md equation (16): squeeze-and-excitation.</summary>
internal abstract unsafe class RowGate
{
    /// <summary>Writes pixels × gate; source and destination are the same or do not overlap.</summary>
    /// <param name="source">Pixels without gaps.</param>
    /// <param name="gate">One value a channel.</param>
    /// <param name="destination">As many pixels.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="channels">Channels of a pixel; any number.</param>
    public abstract void Run(sbyte* source, sbyte* gate, sbyte* destination, int pixels, int channels);
}

/// <summary>Sums of each channel over pixels: the first half of MEAN and of global pooling, numerics.md equation (17).</summary>
internal abstract unsafe class RowChannelSums
{
    /// <summary>Adds the channels from first to end of each pixel to <paramref name="sums"/>, zero points included.</summary>
    /// <param name="source">Channel 0 of the first pixel; pixels follow each other without gaps.</param>
    /// <param name="pixels">How many, at most 2²³.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="firstChannel">The first channel to add.</param>
    /// <param name="endChannel">The channel after the last.</param>
    /// <param name="sums">One sum a channel, channel 0 first.</param>
    public abstract void Run(sbyte* source, int pixels, int channels, int firstChannel, int endChannel, int* sums);
}
