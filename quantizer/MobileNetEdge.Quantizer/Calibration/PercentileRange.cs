namespace MobileNetEdge.Quantizer;

/// <summary>Leaves out the same small share of values at either end.</summary>
internal static class PercentileRange
{
    /// <summary>The range that keeps a share of the values.</summary>
    public static ValueRange Select(Histogram histogram, double percentile) => Select(histogram, (1 - percentile) / 2, (1 - percentile) / 2);

    /// <summary>The range that leaves out a share of the values at its lower and its upper end.</summary>
    public static ValueRange Select(Histogram histogram, double low, double high)
    {
        long total = histogram.NonZeros + histogram.Zeros;
        ReadOnlySpan<long> bins = histogram.Bins;
        int first = 0;
        for (double seen = bins[0]; first < Histogram.BinCount - 1 && seen <= low * total; seen += bins[++first])
        {
        }

        int last = Histogram.BinCount - 1;
        for (double seen = bins[last]; last > first && seen <= high * total; seen += bins[--last])
        {
        }

        double min = histogram.Range.Min + first * histogram.BinWidth;
        double max = histogram.Range.Min + (last + 1) * histogram.BinWidth;
        return new ValueRange((float)min, (float)Math.Min(max, histogram.Range.Max));
    }
}
