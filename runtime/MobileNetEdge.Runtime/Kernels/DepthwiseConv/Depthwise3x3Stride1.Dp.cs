using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 3×3, stride 1, by SDOT on vertical quads.</summary>
/// <remarks>
/// A column of eight channels of four input rows serves two rows of output. Three columns are in registers, and the loop is unrolled by
/// three so that they change their roles and never move:
/// <code>
///                 column 0   column 1   column 2        weights, upper row   weights, lower row
///   input row 0   ┐          ┐          ┐               w0                   0
///   input row 1   │ 2 quads  │ 2 quads  │ 2 quads       w1                   w0
///   input row 2   │          │          │               w2                   w1
///   input row 3   ┘          ┘          ┘               0                    w2
///                 2 vectors  2 vectors  2 vectors       2 vectors a column   2 vectors a column
/// </code>
/// A quad vector holds four channels, the four taps of a channel side by side.
/// </remarks>
internal sealed unsafe class Depthwise3x3Stride1Dp<TStage> : PackedDepthwise
    where TStage : struct, INeonStage
{
    private const int Window = 3;
    private const int Quads = 2 * Window;
    private const int InitialOffset = 0;
    private const int MultiplierOffset = InitialOffset + MaxRows * DepthwiseBlock.ValueBytes;
    private const int QuadOffset = MultiplierOffset + DepthwiseBlock.ValueBytes;
    private const int BlockBytes = QuadOffset + Quads * DepthwiseBlock.QuadBytes;

    private readonly PackedMemory<sbyte> _blocks;
    private readonly NeonStageConstants _stage;

    public Depthwise3x3Stride1Dp(WeightedSum sum, int channels)
        : base(channels, Window, stride: 1)
    {
        _blocks = new(channels / ChannelGranule * BlockBytes);
        _stage = new(sum.Output);
        for (int channel = 0; channel < channels; channel++)
        {
            DepthwiseBlock block = new(_blocks.Pointer + channel / ChannelGranule * BlockBytes, channel % ChannelGranule);
            for (int column = 0; column < Window; column++)
            {
                for (int row = 0; row < Window; row++)
                {
                    sbyte weight = sum.Weights[(row * Window + column) * channels + channel];
                    block.SetTap(QuadOffset, 2 * column, row, weight);
                    block.SetTap(QuadOffset, 2 * column + 1, row + 1, weight);
                }
            }

            int initial = DepthwiseConstants.InitialOf(sum, channels, channel);
            block.SetValue(InitialOffset, initial);
            block.SetValue(InitialOffset + DepthwiseBlock.ValueBytes, initial);
            block.SetValue(MultiplierOffset, sum.Multipliers[channel].Multiplier);
        }
    }

    /// <inheritdoc/>
    public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
    {
        if (rows == MaxRows)
        {
            RunBlocks<TwoRows>(input, output, output + outputPitch, width, firstChannel, endChannel);
        }
        else
        {
            RunBlocks<OneRow>(input, output, output, width, firstChannel, endChannel);
        }
    }

    private void RunBlocks<TRows>(sbyte** input, sbyte* output0, sbyte* output1, nint width, nint channel, nint endChannel)
        where TRows : struct, IDepthwiseRows
    {
        sbyte* block = _blocks.Pointer + channel / ChannelGranule * BlockBytes;
        NeonStageConstants stage = _stage;
        nint pitch = Channels;
        for (; channel < endChannel; channel += ChannelGranule)
        {
            sbyte* r0 = input[0] + channel;
            sbyte* r1 = input[1] + channel;
            sbyte* r2 = input[2] + channel;
            sbyte* r3 = TRows.AreTwo ? input[3] + channel : r2;
            DepthwiseQuads w0 = DepthwiseQuads.Load(block + QuadOffset, 0), v0 = DepthwiseQuads.Load(block + QuadOffset, 1);
            DepthwiseQuads w1 = DepthwiseQuads.Load(block + QuadOffset, 2), v1 = DepthwiseQuads.Load(block + QuadOffset, 3);
            DepthwiseQuads w2 = DepthwiseQuads.Load(block + QuadOffset, 4), v2 = DepthwiseQuads.Load(block + QuadOffset, 5);
            DepthwiseSums multipliers = DepthwiseSums.Load(block, MultiplierOffset);
            DepthwiseQuads a = Column<TRows>(r0, r1, r2, r3, 0);
            DepthwiseQuads b = Column<TRows>(r0, r1, r2, r3, pitch);
            DepthwiseQuads c;
            sbyte* y0 = output0 + channel - 2 * pitch;
            sbyte* y1 = output1 + channel;
            nint x = 2 * pitch;
            nint end = x + width * pitch;
            for (nint last = end - 2 * pitch; x < last;)
            {
                c = Column<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(a, b, c, w0, w1, w2, v0, v1, v2, block, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
                a = Column<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(b, c, a, w0, w1, w2, v0, v1, v2, block, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
                b = Column<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(c, a, b, w0, w1, w2, v0, v1, v2, block, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
            }

            if (x < end)
            {
                c = Column<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(a, b, c, w0, w1, w2, v0, v1, v2, block, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
                if (x < end)
                {
                    a = Column<TRows>(r0, r1, r2, r3, x);
                    Pixel<TRows>(b, c, a, w0, w1, w2, v0, v1, v2, block, multipliers, stage, y0, x, y1);
                }
            }

            block += BlockBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DepthwiseQuads Column<TRows>(sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, nint x)
        where TRows : struct, IDepthwiseRows
    {
        Vector128<short> upper = DepthwiseQuads.Pairs(Vector64.Load(r0 + x), Vector64.Load(r1 + x));
        Vector64<sbyte> third = Vector64.Load(r2 + x);
        return DepthwiseQuads.Zip(upper, DepthwiseQuads.Pairs(third, TRows.AreTwo ? Vector64.Load(r3 + x) : third));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel<TRows>(
        DepthwiseQuads a, DepthwiseQuads b, DepthwiseQuads c,
        DepthwiseQuads w0, DepthwiseQuads w1, DepthwiseQuads w2, DepthwiseQuads v0, DepthwiseQuads v1, DepthwiseQuads v2,
        sbyte* block, DepthwiseSums multipliers, NeonStageConstants stage, sbyte* output0, nint x, sbyte* output1)
        where TRows : struct, IDepthwiseRows
    {
        if (TRows.AreTwo)
        {
            (Vector128<int> i0, Vector128<int> i1, Vector128<int> i2, Vector128<int> i3) = AdvSimd.Arm64.Load4xVector128((int*)block);
            Vector128<short> first = new DepthwiseSums(i0, i1).Dot(a, w0).Dot(b, w1).Dot(c, w2).Requantize<TStage>(multipliers);
            Vector128<short> second = new DepthwiseSums(i2, i3).Dot(a, v0).Dot(b, v1).Dot(c, v2).Requantize<TStage>(multipliers);
            Vector128<sbyte> stored = TStage.Store(first, second, stage);
            AdvSimd.StoreSelectedScalar((long*)output1, stored.AsInt64(), 1);
            stored.GetLower().Store(output0 + x);
        }
        else
        {
            DepthwiseSums sums = DepthwiseSums.Load(block, InitialOffset).Dot(a, w0).Dot(b, w1).Dot(c, w2);
            TStage.Store(sums.Requantize<TStage>(multipliers), stage).Store(output0 + x);
        }
    }
}
