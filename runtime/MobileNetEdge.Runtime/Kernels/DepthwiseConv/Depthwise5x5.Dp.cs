using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>What the two kernels of 5×5 share: eight channels of one row of output, by SDOT on quads.</summary>
/// <remarks>
/// Of the window's 25 taps, a column's quad takes rows 0 to 3; row 4 is a quad that runs along the row like a shift register:
/// <code>
///   quad               input                         weights
///   column j           (0,j) (1,j) (2,j) (3,j)       w0j w1j w2j w3j     five of them
///   row, before        (4,0) ...                     w40 in the place of (4,0), zeros
///   row                (4,1) (4,2) (4,3) (4,4)       w41 w42 w43 w44
/// </code>
/// A quad is two vectors, as four channels with four taps each fill one. Weights fill 14 registers, the window 12. Loops are unrolled by
/// five, so that columns change their roles and never move.
/// </remarks>
internal abstract unsafe class Depthwise5x5Dp : PackedDepthwise
{
    protected const int Window = 5;
    protected const int RowBefore = 5;
    protected const int Row = 6;
    protected const int InitialOffset = 0;
    protected const int MultiplierOffset = InitialOffset + DepthwiseBlock.ValueBytes;
    protected const int QuadOffset = MultiplierOffset + DepthwiseBlock.ValueBytes;
    protected const int BlockBytes = QuadOffset + 7 * DepthwiseBlock.QuadBytes;

    protected Depthwise5x5Dp(WeightedSum sum, int channels, int stride)
        : base(channels, Window, stride)
    {
        Blocks = new(channels / ChannelGranule * BlockBytes);
        Stage = new(sum.Output);
        for (int channel = 0; channel < channels; channel++)
        {
            DepthwiseBlock block = new(Blocks.Pointer + channel / ChannelGranule * BlockBytes, channel % ChannelGranule);
            SetWeights(block, (row, column) => sum.Weights[(row * Window + column) * channels + channel]);
            block.SetValue(InitialOffset, DepthwiseConstants.InitialOf(sum, channels, channel));
            block.SetValue(MultiplierOffset, sum.Multipliers[channel].Multiplier);
        }
    }

    /// <summary>Weights, initial values and multipliers of eight channels, block after block.</summary>
    protected PackedMemory<sbyte> Blocks { get; }

    /// <summary>The output stage.</summary>
    protected NeonStageConstants Stage { get; }

    /// <inheritdoc/>
    public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        for (int row = 0; row < rows; row++)
        {
            RunRow(input + row * Stride, output + row * outputPitch, width, firstChannel, endChannel);
        }
    }

    /// <summary>One row of output.</summary>
    protected abstract void RunRow(sbyte** input, sbyte* output, nint width, nint channel, nint endChannel);

    /// <summary>The quad of a column's first four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static DepthwiseQuads Column(sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, nint x)
    {
        return DepthwiseQuads.Zip(
            DepthwiseQuads.Pairs(Vector64.Load(r0 + x), Vector64.Load(r1 + x)),
            DepthwiseQuads.Pairs(Vector64.Load(r2 + x), Vector64.Load(r3 + x)));
    }

    /// <summary>Where in the quad of the pixel before the value of row 4 and column 0 is.</summary>
    private int FirstInRow => Stride - 1;

    private void SetWeights(DepthwiseBlock block, Func<int, int, sbyte> weight)
    {
        for (int column = 0; column < Window; column++)
        {
            for (int row = 0; row < Window - 1; row++)
            {
                block.SetTap(QuadOffset, column, row, weight(row, column));
            }
        }

        block.SetTap(QuadOffset, RowBefore, FirstInRow, weight(Window - 1, 0));
        for (int column = 1; column < Window; column++)
        {
            block.SetTap(QuadOffset, Row, column - 1, weight(Window - 1, column));
        }
    }
}
