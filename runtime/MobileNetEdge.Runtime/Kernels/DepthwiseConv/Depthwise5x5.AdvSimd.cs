using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A depthwise convolution of 5×5, stride 1 or 2, on NEON.</summary>
/// <remarks>
/// A tile is eight channels of up to four pixels of one row of output. Its accumulators fill eight registers while the window's rows pass
/// by, each with its five weights. The 25 products of a pixel make 13 groups, each of which fits 16 bits:
/// <code>
///               column 0   column 1   column 2   column 3   column 4
///   tap row 0   A          A          B          B          K            SMULL
///   tap row 1   C          C          D          D          K            SMLAL, then SADDW and SADDW2
///   tap row 2   E          E          F          F          L
///   tap row 3   G          G          H          H          L
///   tap row 4   I          I          J          J          M
/// </code>
/// K and L wait in registers for their second product.
/// </remarks>
internal sealed unsafe class Depthwise5x5AdvSimd<TStage, TStride>(WeightedSum sum, int channels)
    : DepthwisePairsAdvSimd(sum, channels, Window, TStride.Value)
    where TStage : struct, INeonStage
    where TStride : struct, ICount
{
    private const int Window = 5;

    /// <inheritdoc/>
    protected override void RunBlocks<TRows>(sbyte** input, sbyte* output0, sbyte* output1, nint width, nint channel, nint endChannel)
    {
        RunRow(input, output0, width, channel, endChannel);
        if (TRows.AreTwo)
        {
            RunRow(input + TStride.Value, output1, width, channel, endChannel);
        }
    }

    private void RunRow(sbyte** input, sbyte* output, nint width, nint channel, nint endChannel)
    {
        nint left = width % 4;
        nint x = width - left;
        if (x > 0)
        {
            RunTiles<Counts.Four>(input, output, 0, x / 4, channel, endChannel);
        }

        switch (left)
        {
            case 1:
                RunTiles<Counts.One>(input, output, x, 1, channel, endChannel);
                break;
            case 2:
                RunTiles<Counts.Two>(input, output, x, 1, channel, endChannel);
                break;
            case 3:
                RunTiles<Counts.Three>(input, output, x, 1, channel, endChannel);
                break;
        }
    }

    private void RunTiles<TPixels>(sbyte** input, sbyte* output, nint firstPixel, nint tiles, nint channel, nint endChannel)
        where TPixels : struct, ICount
    {
        sbyte* block = Block(channel);
        NeonStageConstants stage = Stage;
        nint pitch = Channels;
        nint pitch2 = 2 * pitch;
        nint pitch3 = 3 * pitch;
        nint pitch4 = 4 * pitch;
        nint next = 5 * pitch;
        nint step = TStride.Value * pitch;
        nint offset = firstPixel * step;
        for (; channel < endChannel; channel += ChannelGranule)
        {
            sbyte* y = output + firstPixel * pitch + channel;
            sbyte* r0 = input[0] + offset + channel;
            sbyte* r1 = input[1] + offset + channel;
            sbyte* r2 = input[2] + offset + channel;
            sbyte* r3 = input[3] + offset + channel;
            sbyte* r4 = input[4] + offset + channel;
            for (nint left = tiles; left > 0; left--)
            {
                DepthwiseSums s0 = DepthwiseSums.Load(block, InitialOffset), s1 = s0, s2 = s0, s3 = s0;
                Vector128<short> p0 = default, p1 = default, p2 = default, p3 = default;
                Row<TPixels>(
                    0, r0, pitch, pitch2, pitch3, pitch4, next, block,
                    ref s0, ref s1, ref s2, ref s3, ref p0, ref p1, ref p2, ref p3);
                r0 += TPixels.Value * step;
                Row<TPixels>(
                    1, r1, pitch, pitch2, pitch3, pitch4, next, block,
                    ref s0, ref s1, ref s2, ref s3, ref p0, ref p1, ref p2, ref p3);
                r1 += TPixels.Value * step;
                Row<TPixels>(
                    2, r2, pitch, pitch2, pitch3, pitch4, next, block,
                    ref s0, ref s1, ref s2, ref s3, ref p0, ref p1, ref p2, ref p3);
                r2 += TPixels.Value * step;
                Row<TPixels>(
                    3, r3, pitch, pitch2, pitch3, pitch4, next, block,
                    ref s0, ref s1, ref s2, ref s3, ref p0, ref p1, ref p2, ref p3);
                r3 += TPixels.Value * step;
                Row<TPixels>(
                    4, r4, pitch, pitch2, pitch3, pitch4, next, block,
                    ref s0, ref s1, ref s2, ref s3, ref p0, ref p1, ref p2, ref p3);
                r4 += TPixels.Value * step;
                Store<TPixels>(s0, s1, s2, s3, DepthwiseSums.Load(block, MultiplierOffset), stage, y, pitch, pitch2, pitch3);
                y += TPixels.Value * pitch;
            }

            block += BlockBytes;
        }
    }

    /// <summary>Adds the products of one row of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TPixels>(
        int row, sbyte* x, nint pitch, nint pitch2, nint pitch3, nint pitch4, nint next, sbyte* block,
        ref DepthwiseSums s0, ref DepthwiseSums s1, ref DepthwiseSums s2, ref DepthwiseSums s3,
        ref Vector128<short> p0, ref Vector128<short> p1, ref Vector128<short> p2, ref Vector128<short> p3)
        where TPixels : struct, ICount
    {
        Vector64<sbyte> w0 = Weight(block, row * Window), w1 = Weight(block, row * Window + 1), w2 = Weight(block, row * Window + 2);
        Vector64<sbyte> w3 = Weight(block, row * Window + 3), w4 = Weight(block, row * Window + 4);
        Vector64<sbyte> x0 = Vector64.Load(x), x1 = Vector64.Load(x + pitch), x2 = Vector64.Load(x + pitch2);
        Vector64<sbyte> x3 = Vector64.Load(x + pitch3), x4 = Vector64.Load(x + pitch4);
        x += next;
        AddRow(row, x0, x1, x2, x3, x4, w0, w1, w2, w3, w4, ref s0, ref p0);
        if (TPixels.Value == 1)
        {
            return;
        }

        if (TStride.Value == 1)
        {
            Vector64<sbyte> x5 = Vector64.Load(x);
            AddRow(row, x1, x2, x3, x4, x5, w0, w1, w2, w3, w4, ref s1, ref p1);
            if (TPixels.Value > 2)
            {
                Vector64<sbyte> x6 = Vector64.Load(x + pitch);
                AddRow(row, x2, x3, x4, x5, x6, w0, w1, w2, w3, w4, ref s2, ref p2);
                if (TPixels.Value > 3)
                {
                    AddRow(row, x3, x4, x5, x6, Vector64.Load(x + pitch2), w0, w1, w2, w3, w4, ref s3, ref p3);
                }
            }
        }
        else
        {
            Vector64<sbyte> x5 = Vector64.Load(x), x6 = Vector64.Load(x + pitch);
            AddRow(row, x2, x3, x4, x5, x6, w0, w1, w2, w3, w4, ref s1, ref p1);
            if (TPixels.Value > 2)
            {
                Vector64<sbyte> x7 = Vector64.Load(x + pitch2), x8 = Vector64.Load(x + pitch3);
                AddRow(row, x4, x5, x6, x7, x8, w0, w1, w2, w3, w4, ref s2, ref p2);
                if (TPixels.Value > 3)
                {
                    AddRow(row, x6, x7, x8, Vector64.Load(x + pitch4), Vector64.Load(x + next), w0, w1, w2, w3, w4, ref s3, ref p3);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        int row, Vector64<sbyte> x0, Vector64<sbyte> x1, Vector64<sbyte> x2, Vector64<sbyte> x3, Vector64<sbyte> x4,
        Vector64<sbyte> w0, Vector64<sbyte> w1, Vector64<sbyte> w2, Vector64<sbyte> w3, Vector64<sbyte> w4,
        ref DepthwiseSums sums, ref Vector128<short> pending)
    {
        sums = sums.AddPair(x0, w0, x1, w1).AddPair(x2, w2, x3, w3);
        pending = row is 1 or 3
            ? AdvSimd.MultiplyWideningLowerAndAdd(pending, x4, w4)
            : AdvSimd.MultiplyWideningLower(x4, w4);
        if (row is 1 or 3 or 4)
        {
            sums = sums.Add(pending);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TPixels>(
        DepthwiseSums s0, DepthwiseSums s1, DepthwiseSums s2, DepthwiseSums s3, DepthwiseSums multipliers, NeonStageConstants stage,
        sbyte* y, nint pitch, nint pitch2, nint pitch3)
        where TPixels : struct, ICount
    {
        if (TPixels.Value == 1)
        {
            Store<OneRow, TStage>(s0, default, multipliers, stage, y, 0, y);
        }
        else
        {
            Store<TwoRows, TStage>(s0, s1, multipliers, stage, y, 0, y + pitch);
        }

        if (TPixels.Value == 3)
        {
            Store<OneRow, TStage>(s2, default, multipliers, stage, y, pitch2, y);
        }
        else if (TPixels.Value == 4)
        {
            Store<TwoRows, TStage>(s2, s3, multipliers, stage, y, pitch2, y + pitch3);
        }
    }
}
