using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Whether minimal filtering pays for a layer, and with which tiles: times as performance.md has them.</summary>
internal static class WinogradChoice
{
    /// <summary>Multiply-accumulates a cycle of the matrix product by VPDPBUSD.</summary>
    public const double DotProductRate = 62;

    /// <summary>Multiply-accumulates a cycle of the matrix product by VPMADDWD in 256-bit registers.</summary>
    public const double WordProductRate = 27;

    /// <summary>Multiply-accumulates a cycle of products of words, a 32-bit lane.</summary>
    private const double RatePerLane = 47.0 / 16;

    /// <summary>Cycles a lane that the transformation of a filter takes, for each of its places.</summary>
    private const double FilterCycles = 1.6;

    /// <summary>Minimal filtering must take at most so much of the time of the matrix product; the other transformations are not in the estimate.</summary>
    private const double MaxShare = 0.8;

    /// <summary>A thread's working memory grows with channels.</summary>
    private const int MaxChannels = 4096;

    private static int Lanes => Avx512BW.IsSupported ? Vector512<int>.Count : Vector256<int>.Count;

    /// <summary>The fastest kernel; null where that is the matrix product.</summary>
    /// <param name="sum">Weights [columns, 3, 3, channels].</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="productRate">Multiply-accumulates a cycle of the matrix product.</param>
    public static WinogradKernel? Create(WeightedSum sum, WindowGeometry geometry, double productRate)
    {
        int columns = sum.Bias.Length;
        int granule = 2 * Lanes;
        if (geometry.Channels % granule != 0 || columns % granule != 0 || geometry.Channels > MaxChannels)
        {
            return null;
        }

        double product = 9.0 * geometry.Batch * geometry.Vertical.Output * geometry.Horizontal.Output / productRate * MaxShare;
        long weightSum = MaxWeightSum(sum);
        double four = weightSum < Winograd4.MaxWeightSum ? Cycles<Winograd4>(geometry) : double.MaxValue;
        double two = weightSum < Winograd2.MaxWeightSum ? Cycles<Winograd2>(geometry) : double.MaxValue;
        if (Math.Min(four, two) > product)
        {
            return null;
        }

        return four <= two ? Create<Winograd4>(sum, geometry.Channels) : Create<Winograd2>(sum, geometry.Channels);
    }

    /// <summary>Kernels with the widest registers that there are.</summary>
    public static WinogradKernel Create<TForm>(WeightedSum sum, int channels)
        where TForm : struct, IWinogradForm
    {
        return Avx512BW.IsSupported
            ? new WinogradX64<TForm, WinogradVector512, Vector512<int>>(sum, channels)
            : new WinogradX64<TForm, WinogradVector256, Vector256<int>>(sum, channels);
    }

    /// <summary>The largest Σ |w| of a column.</summary>
    public static long MaxWeightSum(WeightedSum sum)
    {
        int depth = sum.Weights.Length / sum.Bias.Length;
        long max = 0;
        for (int column = 0; column < sum.Bias.Length; column++)
        {
            long magnitude = 0;
            foreach (sbyte weight in sum.Weights.Slice(column * depth, depth))
            {
                magnitude += Math.Abs((int)weight);
            }

            max = Math.Max(max, magnitude);
        }

        return max;
    }

    /// <summary>Cycles for each pair of a channel and a column.</summary>
    private static double Cycles<TForm>(WindowGeometry geometry)
        where TForm : struct, IWinogradForm
    {
        int down = (geometry.Vertical.Output + TForm.Outputs - 1) / TForm.Outputs;
        int across = (geometry.Horizontal.Output + TForm.Outputs - 1) / TForm.Outputs;
        double rows = Math.Max((double)geometry.Batch * down * across, WinogradKernel.MinRows);
        return TForm.Inputs * TForm.Inputs * (rows / RatePerLane + FilterCycles) / Lanes;
    }
}
