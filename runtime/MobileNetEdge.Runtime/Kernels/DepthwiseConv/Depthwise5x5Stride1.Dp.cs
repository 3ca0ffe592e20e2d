using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 5×5, stride 1.</summary>
internal sealed unsafe class Depthwise5x5Stride1Dp<TStage>(WeightedSum sum, int channels) : Depthwise5x5Dp(sum, channels, stride: 1)
    where TStage : struct, INeonStage
{
    /// <inheritdoc/>
    protected override void RunRow(sbyte** input, sbyte* output, nint width, nint channel, nint endChannel)
    {
        sbyte* block = Blocks.Pointer + channel / ChannelGranule * BlockBytes;
        NeonStageConstants stage = Stage;
        nint pitch = Channels;
        for (; channel < endChannel; channel += ChannelGranule)
        {
            sbyte* r0 = input[0] + channel;
            sbyte* r1 = input[1] + channel;
            sbyte* r2 = input[2] + channel;
            sbyte* r3 = input[3] + channel;
            sbyte* r4 = input[4] + channel;
            DepthwiseQuads w0 = DepthwiseQuads.Load(block + QuadOffset, 0), w1 = DepthwiseQuads.Load(block + QuadOffset, 1);
            DepthwiseQuads w2 = DepthwiseQuads.Load(block + QuadOffset, 2);
            DepthwiseQuads w3 = DepthwiseQuads.Load(block + QuadOffset, 3), w4 = DepthwiseQuads.Load(block + QuadOffset, 4);
            DepthwiseQuads v0 = DepthwiseQuads.Load(block + QuadOffset, RowBefore), v1 = DepthwiseQuads.Load(block + QuadOffset, Row);
            nint x = 0;
            DepthwiseQuads a = Column(r0, r1, r2, r3, x);
            Vector64<sbyte> f0 = Vector64.Load(r4 + x);
            x += pitch;
            DepthwiseQuads b = Column(r0, r1, r2, r3, x);
            Vector64<sbyte> f1 = Vector64.Load(r4 + x);
            x += pitch;
            DepthwiseQuads c = Column(r0, r1, r2, r3, x);
            Vector64<sbyte> f2 = Vector64.Load(r4 + x);
            x += pitch;
            DepthwiseQuads d = Column(r0, r1, r2, r3, x);
            DepthwiseQuads e = default;
            DepthwiseQuads row = DepthwiseQuads.Zip(f0, f1, f2, Vector64.Load(r4 + x));
            x += pitch;
            sbyte* y = output + channel - x;
            nint end = x + width * pitch;
            for (nint last = end - 4 * pitch; x < last;)
            {
                Pixel(r0, r1, r2, r3, r4, x, a, b, c, d, ref e, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
                Pixel(r0, r1, r2, r3, r4, x, b, c, d, e, ref a, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
                Pixel(r0, r1, r2, r3, r4, x, c, d, e, a, ref b, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
                Pixel(r0, r1, r2, r3, r4, x, d, e, a, b, ref c, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
                Pixel(r0, r1, r2, r3, r4, x, e, a, b, c, ref d, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
            }

            if (x < end)
            {
                Pixel(r0, r1, r2, r3, r4, x, a, b, c, d, ref e, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
            }

            if (x < end)
            {
                Pixel(r0, r1, r2, r3, r4, x, b, c, d, e, ref a, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
            }

            if (x < end)
            {
                Pixel(r0, r1, r2, r3, r4, x, c, d, e, a, ref b, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
                x += pitch;
            }

            if (x < end)
            {
                Pixel(r0, r1, r2, r3, r4, x, d, e, a, b, ref c, ref row, w0, w1, w2, w3, w4, v0, v1, block, stage, y);
            }

            block += BlockBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel(
        sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, sbyte* r4, nint x,
        DepthwiseQuads a, DepthwiseQuads b, DepthwiseQuads c, DepthwiseQuads d, ref DepthwiseQuads e, ref DepthwiseQuads row,
        DepthwiseQuads w0, DepthwiseQuads w1, DepthwiseQuads w2, DepthwiseQuads w3, DepthwiseQuads w4, DepthwiseQuads v0, DepthwiseQuads v1,
        sbyte* block, NeonStageConstants stage, sbyte* output)
    {
        DepthwiseSums sums = DepthwiseSums.Load(block, InitialOffset).Dot(row, v0).Dot(a, w0).Dot(b, w1).Dot(c, w2).Dot(d, w3);
        row = Shift(row, Vector64.Load(r4 + x));
        e = Column(r0, r1, r2, r3, x);
        sums = sums.Dot(row, v1).Dot(e, w4);
        TStage.Store(sums.Requantize<TStage>(DepthwiseSums.Load(block, MultiplierOffset)), stage).Store(output + x);
    }

    /// <summary>Takes one value of the row in as the last of the quad, and the first out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DepthwiseQuads Shift(DepthwiseQuads row, Vector64<sbyte> last)
    {
        Vector128<short> pairs = DepthwiseQuads.Pairs(last, last);
        Vector128<uint> lower = AdvSimd.Arm64.ZipLow(pairs, pairs).AsUInt32();
        Vector128<uint> upper = AdvSimd.Arm64.ZipHigh(pairs, pairs).AsUInt32();
        return new(
            AdvSimd.ShiftRightAndInsert(lower, row.Lower.AsUInt32(), 8).AsSByte(),
            AdvSimd.ShiftRightAndInsert(upper, row.Upper.AsUInt32(), 8).AsSByte());
    }
}
