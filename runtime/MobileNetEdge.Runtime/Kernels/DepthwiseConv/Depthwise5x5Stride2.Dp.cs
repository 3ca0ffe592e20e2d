using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 5×5, stride 2.</summary>
internal sealed unsafe class Depthwise5x5Stride2Dp<TStage>(WeightedSum sum, int channels) : Depthwise5x5Dp(sum, channels, stride: 2)
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
            Vector64<sbyte> foot = Vector64.Load(r4 + x);
            Vector128<short> before = DepthwiseQuads.Pairs(foot, foot);
            x += pitch;
            DepthwiseQuads b = Column(r0, r1, r2, r3, x);
            foot = Vector64.Load(r4 + x);
            x += pitch;
            DepthwiseQuads c = Column(r0, r1, r2, r3, x);
            Vector128<short> pair = DepthwiseQuads.Pairs(foot, Vector64.Load(r4 + x));
            DepthwiseQuads row = DepthwiseQuads.Zip(before, pair);
            DepthwiseQuads d = default, e = default;
            x += pitch;
            sbyte* y = output + channel;
            nint end = x + 2 * width * pitch;
            for (nint last = end - 8 * pitch; x < last;)
            {
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, a, b, c, ref d, ref e, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, c, d, e, ref a, ref b, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, e, a, b, ref c, ref d, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, b, c, d, ref e, ref a, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, d, e, a, ref b, ref c, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
            }

            if (x < end)
            {
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, a, b, c, ref d, ref e, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
            }

            if (x < end)
            {
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, c, d, e, ref a, ref b, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
            }

            if (x < end)
            {
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, e, a, b, ref c, ref d, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
            }

            if (x < end)
            {
                Pixel(
                    r0, r1, r2, r3, r4, ref x, pitch, b, c, d, ref e, ref a, ref row, ref pair,
                    w0, w1, w2, w3, w4, v0, v1, block, stage, ref y);
            }

            block += BlockBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel(
        sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, sbyte* r4, ref nint x, nint pitch,
        DepthwiseQuads a, DepthwiseQuads b, DepthwiseQuads c, ref DepthwiseQuads d, ref DepthwiseQuads e,
        ref DepthwiseQuads row, ref Vector128<short> pair,
        DepthwiseQuads w0, DepthwiseQuads w1, DepthwiseQuads w2, DepthwiseQuads w3, DepthwiseQuads w4, DepthwiseQuads v0, DepthwiseQuads v1,
        sbyte* block, NeonStageConstants stage, ref sbyte* output)
    {
        DepthwiseSums sums = DepthwiseSums.Load(block, InitialOffset).Dot(row, v0).Dot(a, w0).Dot(b, w1).Dot(c, w2);
        d = Column(r0, r1, r2, r3, x);
        Vector64<sbyte> foot = Vector64.Load(r4 + x);
        x += pitch;
        e = Column(r0, r1, r2, r3, x);
        Vector128<short> next = DepthwiseQuads.Pairs(foot, Vector64.Load(r4 + x));
        x += pitch;
        row = DepthwiseQuads.Zip(pair, next);
        pair = next;
        sums = sums.Dot(d, w3).Dot(e, w4).Dot(row, v1);
        TStage.Store(sums.Requantize<TStage>(DepthwiseSums.Load(block, MultiplierOffset)), stage).Store(output);
        output += pitch;
    }
}
