namespace MobileNetEdge.Runtime.Kernels;

/// <summary>One channel's place in a packed block of eight channels: quads of weights, then values of 32 bits.</summary>
internal readonly unsafe struct DepthwiseBlock(sbyte* block, int lane)
{
    /// <summary>Bytes of four taps of eight channels.</summary>
    public const int QuadBytes = Taps * PackedDepthwise.ChannelGranule;

    /// <summary>Bytes of eight values of 32 bits.</summary>
    public const int ValueBytes = sizeof(int) * PackedDepthwise.ChannelGranule;

    private const int Taps = 4;

    /// <summary>Sets one of the four weights of a quad; quads begin at an offset in bytes.</summary>
    public void SetTap(int offset, int quad, int tap, sbyte weight) => block[offset + quad * QuadBytes + lane * Taps + tap] = weight;

    /// <summary>Sets the channel's element of the eight values at an offset in bytes.</summary>
    public void SetValue(int offset, int value) => ((int*)(block + offset))[lane] = value;
}
