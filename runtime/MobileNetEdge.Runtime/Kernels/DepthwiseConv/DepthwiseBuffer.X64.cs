namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The accumulators of some pixels in one or two rows, for 32 channels.</summary>
internal static class DepthwiseBuffer
{
    /// <summary>Accumulators of a pixel.</summary>
    public const int Channels = 32;

    /// <summary>Most pixels of a row; even.</summary>
    public const int Pixels = 28;

    /// <summary>From one row's accumulators to the next's.</summary>
    public const int RowPitch = Pixels * Channels;

    /// <summary>Accumulators of both rows.</summary>
    public const int Length = PackedDepthwise.MaxRows * RowPitch;
}

/// <summary>Where the quads of a block lie.</summary>
/// <param name="GroupPitch">Bytes from one group's quads to the next group's.</param>
/// <param name="Second">Bytes from a group's first quads to its second.</param>
internal readonly record struct QuadLayout(nint GroupPitch, nint Second);
