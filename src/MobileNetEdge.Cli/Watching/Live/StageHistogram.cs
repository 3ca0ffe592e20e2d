namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>How often a stage took how long.</summary>
internal sealed class StageHistogram
{
    /// <summary>Upper bounds in seconds; a last bucket is for all above.</summary>
    public static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

    private readonly long[] _counts = new long[Bounds.Length + 1];

    /// <summary>Times in each bucket.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>All times together, in seconds.</summary>
    public double Sum { get; private set; }

    public void Add(TimeSpan time)
    {
        int bucket = 0;
        while (bucket < Bounds.Length && time.TotalSeconds > Bounds[bucket])
        {
            bucket++;
        }

        _counts[bucket]++;
        Sum += time.TotalSeconds;
    }

    /// <summary>A copy that stays as it is.</summary>
    public StageHistogram Copy()
    {
        StageHistogram copy = new() { Sum = Sum };
        _counts.CopyTo(copy._counts, 0);
        return copy;
    }
}
