using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A pixel sequence over a whole tensor: pointwise convolutions, fully connected layers, additions, tables, gates.</summary>
/// <param name="sequence">What is done to each pixel.</param>
/// <param name="pixels">Pixels of the tensor, over the whole batch.</param>
/// <param name="input">The source.</param>
/// <param name="output">The destination.</param>
/// <param name="path">The path of the kernels.</param>
internal sealed unsafe class PixelChain(
    PixelSequence sequence, int pixels, ArenaSlice input, ArenaSlice output, ExecutionPath path) : PreparedOperator
{
    /// <inheritdoc/>
    public override ExecutionPath Path => path;

    /// <inheritdoc/>
    public override int MaxParts => Math.Max(PixelGranules, ColumnGranules);

    /// <inheritdoc/>
    public override int ScratchByteCount => sequence.ScratchByteCount(sequence.BlockPixels);

    private int RowGranule => sequence.Gemm?.RowGranule ?? 16;

    private int PixelGranules => (pixels + RowGranule - 1) / RowGranule;

    /// <summary>A gate would be computed by each thread for all columns.</summary>
    private int ColumnGranules => sequence is { Gemm: { } gemm, Gate: null } ? (gemm.Columns + gemm.ColumnGranule - 1) / gemm.ColumnGranule : 1;

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        (int firstPixel, int endPixel) = (0, pixels);
        (int firstColumn, int endColumn) = (0, sequence.OutputChannels);
        if (Share.Imbalance(ColumnGranules, share.Parts) < Share.Imbalance(PixelGranules, share.Parts))
        {
            (firstColumn, endColumn) = share.Of(sequence.OutputChannels, sequence.Gemm!.ColumnGranule);
        }
        else
        {
            (firstPixel, endPixel) = share.Of(pixels, RowGranule);
        }

        sbyte* source = share.Arena.Pointer(input);
        sbyte* destination = share.Arena.Pointer(output);
        int blockPixels = sequence.BlockPixels;
        for (int pixel = firstPixel; pixel < endPixel && firstColumn < endColumn; pixel += blockPixels)
        {
            PixelBlock block = new(pixel, Math.Min(blockPixels, endPixel - pixel), firstColumn, endColumn);
            sequence.Run(
                share,
                source + (nint)pixel * sequence.InputChannels,
                destination + (nint)pixel * sequence.OutputChannels,
                block,
                share.Scratch.At(0));
        }
    }
}
