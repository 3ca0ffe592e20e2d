using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Something done to each element of pixels that were just computed and are still in the nearest cache.</summary>
/// <param name="channels">Channels of a pixel.</param>
internal abstract unsafe class PixelStage(int channels)
{
    /// <summary>Works on a block of pixels.</summary>
    /// <param name="share">The part that the block belongs to.</param>
    /// <param name="source">Channel 0 of the first pixel; pixels follow each other without gaps.</param>
    /// <param name="destination">As many pixels; may be the source.</param>
    /// <param name="block">Which pixels and channels.</param>
    public void Run(in Share share, sbyte* source, sbyte* destination, PixelBlock block)
    {
        if (block.EndChannel - block.FirstChannel == channels)
        {
            RunSpan(share, source, destination, (nint)block.FirstPixel * channels, (nint)block.Count * channels);
            return;
        }

        for (int i = 0; i < block.Count; i++)
        {
            nint offset = (nint)i * channels + block.FirstChannel;
            nint position = (nint)block.FirstPixel * channels + offset;
            RunSpan(share, source + offset, destination + offset, position, block.EndChannel - block.FirstChannel);
        }
    }

    /// <summary>Works on consecutive elements.</summary>
    /// <param name="share">The part that they belong to.</param>
    /// <param name="source">The first.</param>
    /// <param name="destination">The first result.</param>
    /// <param name="position">The first's place in the whole tensor.</param>
    /// <param name="count">How many.</param>
    protected abstract void RunSpan(in Share share, sbyte* source, sbyte* destination, nint position, nint count);
}

/// <summary>Pixels out of a tensor, and channels of theirs.</summary>
/// <param name="FirstPixel">The first pixel's place in the whole tensor.</param>
/// <param name="Count">How many pixels.</param>
/// <param name="FirstChannel">The first channel.</param>
/// <param name="EndChannel">The channel after the last.</param>
internal readonly record struct PixelBlock(int FirstPixel, int Count, int FirstChannel, int EndChannel);

/// <summary>A function of one byte.</summary>
internal sealed unsafe class TableStage(RowTable table, int channels) : PixelStage(channels)
{
    /// <inheritdoc/>
    protected override void RunSpan(in Share share, sbyte* source, sbyte* destination, nint position, nint count)
    {
        table.Run((byte*)source, (byte*)destination, count);
    }
}

/// <summary>An addition, a subtraction or a product with another tensor: the residual.</summary>
/// <param name="binary">The kernel.</param>
/// <param name="other">The other tensor.</param>
/// <param name="isOtherFirst">Whether the other tensor is the kernel's first operand.</param>
/// <param name="channels">Channels of a pixel.</param>
internal sealed unsafe class BinaryStage(RowBinary binary, ArenaSlice other, bool isOtherFirst, int channels) : PixelStage(channels)
{
    /// <inheritdoc/>
    protected override void RunSpan(in Share share, sbyte* source, sbyte* destination, nint position, nint count)
    {
        sbyte* others = share.Arena.Pointer(other) + position;
        binary.Run(isOtherFirst ? others : source, isOtherFirst ? source : others, destination, count);
    }
}
