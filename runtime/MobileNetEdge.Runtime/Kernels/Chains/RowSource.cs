using System.Collections.Immutable;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Where the rows under a window come from.</summary>
internal abstract unsafe class RowSource
{
    /// <summary>Working memory, in bytes; it holds rows from one call to the next.</summary>
    public virtual int ScratchByteCount => 0;

    /// <summary>Whether a row is computed rather than copied, so that no two threads should make the same one.</summary>
    public virtual bool IsComputed => true;

    /// <summary>Called before a part's first row.</summary>
    public virtual void Begin(byte* scratch)
    {
    }

    /// <summary>Called before a picture's first row; rows are then asked for from top to bottom.</summary>
    public virtual void BeginPicture(byte* scratch)
    {
    }

    /// <summary>A row where it already is, or null where it must be made.</summary>
    public virtual sbyte* Find(in Share share, int picture, int y) => null;

    /// <summary>Writes the pixels of a row that windows see.</summary>
    public abstract void Make(in Share share, int picture, int y, sbyte* destination, byte* scratch);
}

/// <summary>The rows of a tensor.</summary>
internal sealed unsafe class PictureRows(WindowGeometry geometry, ArenaSlice input) : RowSource
{
    /// <inheritdoc/>
    public override bool IsComputed => false;

    /// <inheritdoc/>
    public override sbyte* Find(in Share share, int picture, int y) => geometry.HasNoSideBorder ? Row(share, picture, y) : null;

    /// <inheritdoc/>
    public override void Make(in Share share, int picture, int y, sbyte* destination, byte* scratch)
    {
        nint bytes = (nint)geometry.PicturePixels * geometry.Channels;
        Buffer.MemoryCopy(Row(share, picture, y), destination, bytes, bytes);
    }

    private sbyte* Row(in Share share, int picture, int y)
    {
        return share.Arena.Pointer(input) + ((nint)picture * geometry.Vertical.Input + y) * geometry.Horizontal.Input * geometry.Channels;
    }
}

/// <summary>Rows that a pixel sequence makes of a tensor's: the expansion of an inverted residual block.</summary>
internal sealed unsafe class ProductRows(WindowGeometry geometry, ArenaSlice input, PixelSequence sequence) : RowSource
{
    /// <inheritdoc/>
    public override int ScratchByteCount => sequence.ScratchByteCount(geometry.PicturePixels);

    /// <inheritdoc/>
    public override void Make(in Share share, int picture, int y, sbyte* destination, byte* scratch)
    {
        int pixel = (picture * geometry.Vertical.Input + y) * geometry.Horizontal.Input;
        sbyte* source = share.Arena.Pointer(input) + (nint)pixel * sequence.InputChannels;
        sequence.Run(share, source, destination, new PixelBlock(pixel, geometry.PicturePixels, 0, sequence.OutputChannels), scratch);
    }
}

/// <summary>Rows that another window makes: the first layer before a depthwise convolution.</summary>
/// <param name="feed">The rows under the other window.</param>
/// <param name="kernel">The other window.</param>
/// <param name="width">Pixels of the rows that it makes.</param>
/// <param name="stages">What is done to its result.</param>
internal sealed unsafe class WindowRows(RowFeed feed, WindowKernel kernel, int width, ImmutableArray<PixelStage> stages) : RowSource
{
    /// <inheritdoc/>
    public override int ScratchByteCount => feed.ScratchByteCount + kernel.ScratchByteCount;

    /// <inheritdoc/>
    public override void Begin(byte* scratch) => feed.Begin(scratch);

    /// <inheritdoc/>
    public override void BeginPicture(byte* scratch) => feed.BeginPicture(scratch);

    /// <inheritdoc/>
    public override void Make(in Share share, int picture, int y, sbyte* destination, byte* scratch)
    {
        sbyte** rows = stackalloc sbyte*[feed.RowCount];
        feed.Fill(share, picture, y, count: 1, rows, scratch);
        kernel.Run(rows, destination, rowCount: 1, 0, kernel.OutputChannels, scratch + feed.ScratchByteCount);
        PixelBlock block = new(0, width, 0, kernel.OutputChannels);
        foreach (PixelStage stage in stages)
        {
            stage.Run(share, destination, destination, block);
        }
    }
}
