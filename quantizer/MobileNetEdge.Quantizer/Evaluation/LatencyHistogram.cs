namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Percentiles of any number of times, right to 1 %: counts in buckets each of which is 1 % longer than the one before.</summary>
internal sealed class LatencyHistogram
{
    private const double Growth = 1.01;

    /// <summary>Up to about an hour.</summary>
    private const int BucketCount = 2_450;

    private static readonly double LogGrowth = Math.Log(Growth);

    private readonly long[] _buckets = new long[BucketCount];
    private long _count;

    /// <summary>Counts a time; below 0.1 µs it counts as that.</summary>
    public void Add(TimeSpan time)
    {
        _buckets[(int)Math.Min(Math.Log(Math.Max(time.Ticks, 1)) / LogGrowth, BucketCount - 1)]++;
        _count++;
    }

    /// <summary>The percentiles; zeros where nothing was counted.</summary>
    public Latency ToLatency() => new(Percentile(10), Percentile(50), Percentile(90));

    private TimeSpan Percentile(int percent)
    {
        if (_count == 0)
        {
            return TimeSpan.Zero;
        }

        long left = Math.Max(1, (_count * percent + 99) / 100);
        int bucket = 0;
        while ((left -= _buckets[bucket]) > 0)
        {
            bucket++;
        }

        return TimeSpan.FromTicks((long)Math.Round(Math.Pow(Growth, bucket + 0.5)));
    }
}
