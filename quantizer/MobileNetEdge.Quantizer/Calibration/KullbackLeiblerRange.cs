namespace MobileNetEdge.Quantizer;

/// <summary>
/// The range whose quantized distribution loses the least information: Kullback-Leibler divergence between the clipped distribution and
/// the same distribution with each quantization step smoothed over its bins. (Migacz, "8-bit inference with TensorRT", GTC 2017.)
/// </summary>
internal static class KullbackLeiblerRange
{
    private const int Levels = 256;
    private const int Candidates = 96;
    private const double Smoothing = 1e-9;

    /// <summary>The range of a histogram; all of it where there are too few values to make a distribution.</summary>
    public static ValueRange Select(Histogram histogram)
    {
        if (histogram.NonZeros < Histogram.BinCount)
        {
            return histogram.Range;
        }

        double bestKept = 1;
        double least = double.PositiveInfinity;
        for (int i = Candidates; i >= Candidates / 8; i--)
        {
            double kept = (double)i / Candidates;
            double divergence = Divergence(histogram, histogram.Range.Min * kept, histogram.Range.Max * kept);
            (bestKept, least) = divergence < least ? (kept, divergence) : (bestKept, least);
        }

        return new ValueRange((float)(histogram.Range.Min * bestKept), (float)(histogram.Range.Max * bestKept));
    }

    private static double Divergence(Histogram histogram, double min, double max)
    {
        int first = (int)Math.Clamp((min - histogram.Range.Min) / histogram.BinWidth, 0, Histogram.BinCount - 1);
        int last = (int)Math.Clamp((max - histogram.Range.Min) / histogram.BinWidth, first + 1, Histogram.BinCount);
        double[] clipped = [.. histogram.Bins[first..last].ToArray().Select(count => (double)count)];
        double[] smoothed = Smooth(clipped);
        clipped[0] += Sum(histogram.Bins[..first]);
        clipped[^1] += Sum(histogram.Bins[last..]);
        return Divergence(clipped, smoothed);
    }

    /// <summary>Spreads each level's mass evenly over those of its bins that hold anything.</summary>
    private static double[] Smooth(double[] bins)
    {
        double[] smoothed = new double[bins.Length];
        for (int level = 0; level < Levels; level++)
        {
            int from = (int)((long)bins.Length * level / Levels);
            int to = (int)((long)bins.Length * (level + 1) / Levels);
            Span<double> source = bins.AsSpan(from, to - from);
            double mass = 0;
            int occupied = 0;
            foreach (double count in source)
            {
                mass += count;
                occupied += count > 0 ? 1 : 0;
            }

            for (int i = from; i < to; i++)
            {
                smoothed[i] = bins[i] > 0 ? mass / occupied : 0;
            }
        }

        return smoothed;
    }

    private static double Divergence(double[] p, double[] q)
    {
        double sumP = p.Sum();
        double sumQ = q.Sum();
        double divergence = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (p[i] > 0)
            {
                divergence += p[i] / sumP * Math.Log(p[i] / sumP / (q[i] / Math.Max(sumQ, 1) + Smoothing));
            }
        }

        return divergence;
    }

    private static double Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
