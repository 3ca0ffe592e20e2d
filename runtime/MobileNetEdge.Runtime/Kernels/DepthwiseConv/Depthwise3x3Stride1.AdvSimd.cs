using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 3×3, stride 1, on NEON.</summary>
/// <remarks>
/// A column of eight channels of four input rows serves two rows of output. Three columns are in registers, and the loop is unrolled by
/// three so that they change their roles and never move. Nine products make five groups, each of which fits 16 bits:
/// <code>
///                 column 0   column 1   column 2
///   tap row 0     A          B          C            A, B, C: SMULL, SMLAL, then SADDW and SADDW2
///   tap row 1     A          B          C
///   tap row 2     D          D          E
/// </code>
/// </remarks>
internal sealed unsafe class Depthwise3x3Stride1AdvSimd<TStage>(WeightedSum sum, int channels) : DepthwisePairsAdvSimd(sum, channels, 3, 1)
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
            Column w0 = new(Weight(block, 0), Weight(block, 3), Weight(block, 6), default);
            Column w1 = new(Weight(block, 1), Weight(block, 4), Weight(block, 7), default);
            Column w2 = new(Weight(block, 2), Weight(block, 5), Weight(block, 8), default);
            DepthwiseSums initial = DepthwiseSums.Load(block, InitialOffset);
            DepthwiseSums multipliers = DepthwiseSums.Load(block, MultiplierOffset);
            Column a = Column.Load<TRows>(r0, r1, r2, r3, 0);
            Column b = Column.Load<TRows>(r0, r1, r2, r3, pitch);
            Column c;
            sbyte* y0 = output0 + channel - 2 * pitch;
            sbyte* y1 = output1 + channel;
            nint x = 2 * pitch;
            nint end = x + width * pitch;
            for (nint last = end - 2 * pitch; x < last;)
            {
                c = Column.Load<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(a, b, c, w0, w1, w2, initial, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
                a = Column.Load<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(b, c, a, w0, w1, w2, initial, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
                b = Column.Load<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(c, a, b, w0, w1, w2, initial, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
            }

            if (x < end)
            {
                c = Column.Load<TRows>(r0, r1, r2, r3, x);
                Pixel<TRows>(a, b, c, w0, w1, w2, initial, multipliers, stage, y0, x, y1);
                x += pitch;
                y1 += pitch;
                if (x < end)
                {
                    a = Column.Load<TRows>(r0, r1, r2, r3, x);
                    Pixel<TRows>(b, c, a, w0, w1, w2, initial, multipliers, stage, y0, x, y1);
                }
            }

            block += BlockBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel<TRows>(
        Column a, Column b, Column c, Column w0, Column w1, Column w2,
        DepthwiseSums initial, DepthwiseSums multipliers, NeonStageConstants stage, sbyte* output0, nint x, sbyte* output1)
        where TRows : struct, IDepthwiseRows
    {
        DepthwiseSums first = Neon3x3.Sum(
            initial, a.Row0, a.Row1, a.Row2, b.Row0, b.Row1, b.Row2, c.Row0, c.Row1, c.Row2,
            w0.Row0, w0.Row1, w0.Row2, w1.Row0, w1.Row1, w1.Row2, w2.Row0, w2.Row1, w2.Row2);
        DepthwiseSums second = TRows.AreTwo
            ? Neon3x3.Sum(
                initial, a.Row1, a.Row2, a.Row3, b.Row1, b.Row2, b.Row3, c.Row1, c.Row2, c.Row3,
                w0.Row0, w0.Row1, w0.Row2, w1.Row0, w1.Row1, w1.Row2, w2.Row0, w2.Row1, w2.Row2)
            : default;
        Store<TRows, TStage>(first, second, multipliers, stage, output0, x, output1);
    }

    /// <summary>Four rows of eight channels.</summary>
    private readonly struct Column(Vector64<sbyte> row0, Vector64<sbyte> row1, Vector64<sbyte> row2, Vector64<sbyte> row3)
    {
        public readonly Vector64<sbyte> Row0 = row0;
        public readonly Vector64<sbyte> Row1 = row1;
        public readonly Vector64<sbyte> Row2 = row2;
        public readonly Vector64<sbyte> Row3 = row3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Column Load<TRows>(sbyte* r0, sbyte* r1, sbyte* r2, sbyte* r3, nint x)
            where TRows : struct, IDepthwiseRows
        {
            return new(Vector64.Load(r0 + x), Vector64.Load(r1 + x), Vector64.Load(r2 + x), TRows.AreTwo ? Vector64.Load(r3 + x) : default);
        }
    }
}
