using System.Collections.Immutable;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// What happens to each pixel by itself, in this order: a gate, a matrix product, then other stages. Each may be absent, but not all.
/// </summary>
/// <param name="InputChannels">Channels of a source pixel.</param>
/// <param name="OutputChannels">Channels of a destination pixel.</param>
/// <param name="Gate">The multiplication by a gate, or null.</param>
/// <param name="Gemm">The matrix product, or null.</param>
/// <param name="Stages">What is done afterwards.</param>
internal sealed unsafe record PixelSequence(
    int InputChannels, int OutputChannels, GateStage? Gate, PackedGemm? Gemm, ImmutableArray<PixelStage> Stages)
{
    /// <summary>Bytes of a block, of its source and of its result, that the nearest cache holds beside weights.</summary>
    private const int BlockBytes = 12 * 1024;

    /// <summary>The same where weights are read from a far cache for each block: as much as a middle cache holds.</summary>
    private const int WideBlockBytes = 192 * 1024;

    /// <summary>Pixels that are worked on at once, so that what one step wrote is still near when the next reads it.</summary>
    public int BlockPixels
    {
        get
        {
            int granule = Gemm?.RowGranule ?? 1;
            int bytes = Gemm is { IsFar: true } ? WideBlockBytes : BlockBytes;
            return Math.Max(bytes / Math.Max(InputChannels, OutputChannels) / granule, 1) * granule;
        }
    }

    /// <summary>Working memory for blocks of so many pixels, in bytes.</summary>
    public int ScratchByteCount(int pixels)
    {
        return Gate is null || Gemm is null ? 0 : (int)ArenaPlanner.AlignUp((long)pixels * InputChannels + PackedGemm.ReadSlack);
    }

    /// <summary>Computes a block.</summary>
    /// <param name="share">The part that it belongs to.</param>
    /// <param name="source">Channel 0 of the first source pixel.</param>
    /// <param name="destination">Channel 0 of the first destination pixel, apart from the source.</param>
    /// <param name="block">Which pixels, and which channels of the destination; all channels where there is a gate without a product.</param>
    /// <param name="scratch">As many bytes as <see cref="ScratchByteCount"/> says.</param>
    public void Run(in Share share, sbyte* source, sbyte* destination, PixelBlock block, byte* scratch)
    {
        if (Gate is not null)
        {
            sbyte* gated = Gemm is null ? destination : (sbyte*)scratch;
            Gate.Run(share, source, gated, block.FirstPixel, block.Count);
            source = gated;
        }

        if (Gemm is not null)
        {
            Gemm.Run(source, InputChannels, destination, OutputChannels, block.Count, block.FirstChannel, block.EndChannel);
            source = destination;
        }

        foreach (PixelStage stage in Stages)
        {
            stage.Run(share, source, destination, block);
            source = destination;
        }
    }
}
