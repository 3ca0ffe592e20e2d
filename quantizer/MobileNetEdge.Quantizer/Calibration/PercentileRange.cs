namespace MobileNetEdge.Quantizer;

/// <summary>Leaves out the same small share of values at either end.</summary>
internal static class PercentileRange
{
    public static ValueRange Select(Histogram histogram, double percentile)
    {
        long total = histogram.NonZeros + histogram.Zeros;
        double dropped = (1 - percentile) / 2 * total;
        ReadOnlySpan<long> bins = histogram.Bins;
        int first = 0;
        for (double seen = bins[0]; first < Histogram.BinCount - 1 && seen <= dropped; seen += bins[++first])
        {
        }

        int last = Histogram.BinCount - 1;
        for (double seen = bins[last]; last > first && seen <= dropped; seen += bins[--last])
        {
        }

        double min = histogram.Range.Min + first * histogram.BinWidth;
        double max = histogram.Range.Min + (last + 1) * histogram.BinWidth;
        return new ValueRange((float)min, (float)Math.Min(max, histogram.Range.Max));
    }
}
