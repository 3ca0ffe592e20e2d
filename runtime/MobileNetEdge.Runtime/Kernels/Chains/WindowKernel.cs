namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A convolution over rows that have their border in place.</summary>
internal abstract unsafe class WindowKernel
{
    /// <summary>Channels of an output pixel.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>The unit in which output channels are split.</summary>
    public abstract int ChannelGranule { get; }

    /// <summary>Working memory, in bytes.</summary>
    public virtual int ScratchByteCount => 0;

    /// <summary>Computes one or two rows of output, each <see cref="WindowGeometry.Horizontal"/>'s output pixels long, one after the other.</summary>
    /// <param name="rows">The rows under the window of the first row of output, and as many more as the stride has for the second.</param>
    /// <param name="output">Channel 0 of the first output pixel.</param>
    /// <param name="rowCount">1 or 2.</param>
    /// <param name="firstChannel">The first output channel, a multiple of the granule.</param>
    /// <param name="endChannel">The output channel after the last.</param>
    /// <param name="scratch">Working memory.</param>
    public abstract void Run(sbyte** rows, sbyte* output, int rowCount, int firstChannel, int endChannel, byte* scratch);
}

/// <summary>A depthwise convolution.</summary>
internal sealed unsafe class DepthwiseWindow(PackedDepthwise kernel, int width) : WindowKernel
{
    /// <inheritdoc/>
    public override int OutputChannels => kernel.Channels;

    /// <inheritdoc/>
    public override int ChannelGranule => PackedDepthwise.ChannelGranule;

    /// <inheritdoc/>
    public override void Run(sbyte** rows, sbyte* output, int rowCount, int firstChannel, int endChannel, byte* scratch)
    {
        kernel.Run(rows, output, (nint)width * kernel.Channels, rowCount, width, firstChannel, endChannel);
    }
}
