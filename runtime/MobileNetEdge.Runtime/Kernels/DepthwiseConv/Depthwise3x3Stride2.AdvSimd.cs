using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 3×3, stride 2, on NEON.</summary>
/// <remarks>
/// Columns of eight channels of five input rows serve two rows of output; the right column of one pixel is the left one of the next, and
/// the loop is unrolled by two so that it never moves. Products are grouped as <see cref="Depthwise3x3Stride1AdvSimd{TStage}"/> draws it.
/// </remarks>
internal sealed unsafe class Depthwise3x3Stride2AdvSimd<TStage>(WeightedSum sum, int channels) : DepthwisePairsAdvSimd(sum, channels, 3, 2)
    where TStage : struct, INeonStage
{
    /// <inheritdoc/>
    protected override void RunBlocks<TRows>(sbyte** input, sbyte* output0, sbyte* output1, nint width, nint channel, nint endChannel)
    {
        sbyte* block = Block(channel);
        NeonStageConstants stage = Stage;
        nint pitch = Channels;
        for (; channel < endChannel; channel += ChannelGranule)
        {
            sbyte* r0 = input[0] + channel;
            sbyte* r1 = input[1] + channel;
            sbyte* r2 = input[2] + channel;
            sbyte* r3 = TRows.AreTwo ? input[3] + channel : r2;
            sbyte* r4 = TRows.AreTwo ? input[4] + channel : r2;
            Column w0 = new(Weight(block, 0), Weight(block, 3), Weight(block, 6));
            Column w1 = new(Weight(block, 1), Weight(block, 4), Weight(block, 7));
            Column w2 = new(Weight(block, 2), Weight(block, 5), Weight(block, 8));
            DepthwiseSums initial = DepthwiseSums.Load(block, InitialOffset);
            DepthwiseSums multipliers = DepthwiseSums.Load(block, MultiplierOffset);
            Column upper = Column.Load(r0, r1, r2, 0);
            Column lower = TRows.AreTwo ? Column.Load(r2, r3, r4, 0) : default;
            Column nextUpper, nextLower;
            sbyte* y0 = output0 + channel;
            sbyte* y1 = output1 + channel;
            nint x = pitch;
            nint end = (2 * width + 1) * pitch;
            for (nint last = end - 2 * pitch; x < last;)
            {
                nextUpper = Column.Load(r0, r1, r2, x + pitch);
                nextLower = TRows.AreTwo ? Column.Load(r2, r3, r4, x + pitch) : default;
                Pixel<TRows>(r0, r1, r2, r3, r4, x, upper, lower, nextUpper, nextLower, w0, w1, w2, initial, multipliers, stage, y0, y1);
                x += 2 * pitch;
                y0 += pitch;
                y1 += pitch;
                upper = Column.Load(r0, r1, r2, x + pitch);
                lower = TRows.AreTwo ? Column.Load(r2, r3, r4, x + pitch) : default;
                Pixel<TRows>(r0, r1, r2, r3, r4, x, nextUpper, nextLower, upper, lower, w0, w1, w2, initial, multipliers, stage, y0, y1);
                x += 2 * pitch;
                y0 += pitch;
                y1 += pitch;
            }

            if (x < end)
            {
                nextUpper = Column.Load(r0, r1, r2, x + pitch);
                nextLower = TRows.AreTwo ? Column.Load(r2, r3, r4, x + pitch) : default;
                Pixel<TRows>(r0, r1, r2, r3, r4, x, upper, lower, nextUpper, nextLower, w0, w1, w2, initial, multipliers, stage, y0, y1);
            }

            block += BlockBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel<TRows>(
        sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, sbyte* r4, nint x,
        Column leftUpper, Column leftLower, Column rightUpper, Column rightLower, Column w0, Column w1, Column w2,
        DepthwiseSums initial, DepthwiseSums multipliers, NeonStageConstants stage, sbyte* output0, sbyte* output1)
        where TRows : struct, IDepthwiseRows
    {
        Column middle = Column.Load(r0, r1, r2, x);
        DepthwiseSums first = Neon3x3.Sum(
            initial, leftUpper.Row0, leftUpper.Row1, leftUpper.Row2, middle.Row0, middle.Row1, middle.Row2,
            rightUpper.Row0, rightUpper.Row1, rightUpper.Row2,
            w0.Row0, w0.Row1, w0.Row2, w1.Row0, w1.Row1, w1.Row2, w2.Row0, w2.Row1, w2.Row2);
        DepthwiseSums second = default;
        if (TRows.AreTwo)
        {
            second = Neon3x3.Sum(
                initial, leftLower.Row0, leftLower.Row1, leftLower.Row2, middle.Row2, Vector64.Load(r3 + x), Vector64.Load(r4 + x),
                rightLower.Row0, rightLower.Row1, rightLower.Row2,
                w0.Row0, w0.Row1, w0.Row2, w1.Row0, w1.Row1, w1.Row2, w2.Row0, w2.Row1, w2.Row2);
        }

        Store<TRows, TStage>(first, second, multipliers, stage, output0, 0, output1);
    }

    /// <summary>Three rows of eight channels.</summary>
    private readonly struct Column(Vector64<sbyte> row0, Vector64<sbyte> row1, Vector64<sbyte> row2)
    {
        public readonly Vector64<sbyte> Row0 = row0;
        public readonly Vector64<sbyte> Row1 = row1;
        public readonly Vector64<sbyte> Row2 = row2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Column Load(sbyte* r0, sbyte* r1, sbyte* r2, nint x)
        {
            return new(Vector64.Load(r0 + x), Vector64.Load(r1 + x), Vector64.Load(r2 + x));
        }
    }
}
