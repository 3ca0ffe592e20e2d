using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 3×3, stride 2, by SDOT on quads.</summary>
/// <remarks>
/// Eight channels of five input rows serve two rows of output. A column's quad holds rows 0 to 3, of which both rows of output take their
/// part; what the lower row of output lacks, row 4 and the middle column's rows 2 and 3, is a quad of its own, and that of the pixel before
/// holds the left column's row 4:
/// <code>
///   quad               input                         weights, upper row      weights, lower row
///   left column        (0,0) (1,0) (2,0) (3,0)       w00 w10 w20 0           0 0 w00 w10
///   middle column      (0,1) (1,1) (2,1) (3,1)       w01 w11 w21 0
///   right column       (0,2) (1,2) (2,2) (3,2)       w02 w12 w22 0           0 0 w02 w12
///   foot               (2,1) (3,1) (4,1) (4,2)                               w01 w11 w21 w22
///   foot before        (2,-1) (3,-1) (4,-1) (4,0)                            0 0 0 w20
/// </code>
/// A quad is two vectors, as four channels with four taps each fill one. Weights fill 14 registers.
/// </remarks>
internal sealed unsafe class Depthwise3x3Stride2Dp<TStage> : PackedDepthwise
    where TStage : struct, INeonStage
{
    private const int Window = 3;
    private const int Quads = 7;
    private const int InitialOffset = 0;
    private const int MultiplierOffset = InitialOffset + MaxRows * DepthwiseBlock.ValueBytes;
    private const int QuadOffset = MultiplierOffset + DepthwiseBlock.ValueBytes;
    private const int BlockBytes = QuadOffset + Quads * DepthwiseBlock.QuadBytes;

    private readonly PackedMemory<sbyte> _blocks;
    private readonly NeonStageConstants _stage;

    public Depthwise3x3Stride2Dp(WeightedSum sum, int channels)
        : base(channels, Window, stride: 2)
    {
        _blocks = new(channels / ChannelGranule * BlockBytes);
        _stage = new(sum.Output);
        for (int channel = 0; channel < channels; channel++)
        {
            DepthwiseBlock block = new(_blocks.Pointer + channel / ChannelGranule * BlockBytes, channel % ChannelGranule);
            SetWeights(block, (row, column) => sum.Weights[(row * Window + column) * channels + channel]);
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

    private static void SetWeights(DepthwiseBlock block, Func<int, int, sbyte> weight)
    {
        for (int row = 0; row < Window; row++)
        {
            for (int column = 0; column < Window; column++)
            {
                block.SetTap(QuadOffset, column, row, weight(row, column));
            }

            block.SetTap(QuadOffset, 5, row, weight(row, 1));
        }

        for (int row = 0; row < 2; row++)
        {
            block.SetTap(QuadOffset, 3, row + 2, weight(row, 0));
            block.SetTap(QuadOffset, 4, row + 2, weight(row, 2));
        }

        block.SetTap(QuadOffset, 5, 3, weight(2, 2));
        block.SetTap(QuadOffset, 6, 3, weight(2, 0));
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
            sbyte* r4 = TRows.AreTwo ? input[4] + channel : r2;
            DepthwiseQuads w0 = DepthwiseQuads.Load(block + QuadOffset, 0), w1 = DepthwiseQuads.Load(block + QuadOffset, 1);
            DepthwiseQuads w2 = DepthwiseQuads.Load(block + QuadOffset, 2);
            DepthwiseQuads v0 = DepthwiseQuads.Load(block + QuadOffset, 3), v2 = DepthwiseQuads.Load(block + QuadOffset, 4);
            DepthwiseQuads f1 = DepthwiseQuads.Load(block + QuadOffset, 5), f0 = DepthwiseQuads.Load(block + QuadOffset, 6);
            DepthwiseSums multipliers = DepthwiseSums.Load(block, MultiplierOffset);
            Vector128<short> pair = Lower<TRows>(r2, r3, 0);
            DepthwiseQuads left = DepthwiseQuads.Zip(Upper(r0, r1, 0), pair);
            Vector64<sbyte> corner = Vector64.Load(r4);
            DepthwiseQuads foot = TRows.AreTwo ? DepthwiseQuads.Zip(pair, DepthwiseQuads.Pairs(corner, corner)) : default;
            sbyte* y0 = output0 + channel;
            sbyte* y1 = output1 + channel;
            nint x = pitch;
            nint end = (2 * width + 1) * pitch;
            for (nint last = end - 2 * pitch; x < last;)
            {
                Pixel<TRows>(
                    r0, r1, r2, r3, r4, x, pitch, left, foot, out DepthwiseQuads right, out DepthwiseQuads next,
                    w0, w1, w2, v0, v2, f1, f0, block, multipliers, stage, y0, y1);
                x += 2 * pitch;
                y0 += pitch;
                y1 += pitch;
                Pixel<TRows>(
                    r0, r1, r2, r3, r4, x, pitch, right, next, out left, out foot,
                    w0, w1, w2, v0, v2, f1, f0, block, multipliers, stage, y0, y1);
                x += 2 * pitch;
                y0 += pitch;
                y1 += pitch;
            }

            if (x < end)
            {
                Pixel<TRows>(
                    r0, r1, r2, r3, r4, x, pitch, left, foot, out _, out _,
                    w0, w1, w2, v0, v2, f1, f0, block, multipliers, stage, y0, y1);
            }

            block += BlockBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Upper(sbyte* r0, sbyte* r1, nint x)
    {
        return DepthwiseQuads.Pairs(Vector64.Load(r0 + x), Vector64.Load(r1 + x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Lower<TRows>(sbyte* r2, sbyte* r3, nint x)
        where TRows : struct, IDepthwiseRows
    {
        Vector64<sbyte> third = Vector64.Load(r2 + x);
        return DepthwiseQuads.Pairs(third, TRows.AreTwo ? Vector64.Load(r3 + x) : third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel<TRows>(
        sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, sbyte* r4, nint x, nint pitch,
        DepthwiseQuads left, DepthwiseQuads footBefore, out DepthwiseQuads right, out DepthwiseQuads foot,
        DepthwiseQuads w0, DepthwiseQuads w1, DepthwiseQuads w2, DepthwiseQuads v0, DepthwiseQuads v2, DepthwiseQuads f1, DepthwiseQuads f0,
        sbyte* block, DepthwiseSums multipliers, NeonStageConstants stage, sbyte* output0, sbyte* output1)
        where TRows : struct, IDepthwiseRows
    {
        nint x2 = x + pitch;
        Vector128<short> pair = Lower<TRows>(r2, r3, x);
        DepthwiseQuads middle = DepthwiseQuads.Zip(Upper(r0, r1, x), pair);
        right = DepthwiseQuads.Zip(Upper(r0, r1, x2), Lower<TRows>(r2, r3, x2));
        if (TRows.AreTwo)
        {
            (Vector128<int> i0, Vector128<int> i1, Vector128<int> i2, Vector128<int> i3) = AdvSimd.Arm64.Load4xVector128((int*)block);
            Vector128<short> first = new DepthwiseSums(i0, i1).Dot(left, w0).Dot(middle, w1).Dot(right, w2).Requantize<TStage>(multipliers);
            foot = DepthwiseQuads.Zip(pair, DepthwiseQuads.Pairs(Vector64.Load(r4 + x), Vector64.Load(r4 + x2)));
            Vector128<short> second = new DepthwiseSums(i2, i3)
                .Dot(left, v0).Dot(right, v2).Dot(footBefore, f0).Dot(foot, f1).Requantize<TStage>(multipliers);
            Vector128<sbyte> stored = TStage.Store(first, second, stage);
            AdvSimd.StoreSelectedScalar((long*)output1, stored.AsInt64(), 1);
            stored.GetLower().Store(output0);
        }
        else
        {
            foot = default;
            DepthwiseSums sums = DepthwiseSums.Load(block, InitialOffset).Dot(left, w0).Dot(middle, w1).Dot(right, w2);
            TStage.Store(sums.Requantize<TStage>(multipliers), stage).Store(output0);
        }
    }
}
