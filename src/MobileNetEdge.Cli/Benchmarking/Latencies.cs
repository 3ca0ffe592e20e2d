namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>The times of many runs of the same thing.</summary>
internal sealed class Latencies
{
    private readonly double[] _sorted;

    /// <param name="milliseconds">Each run's time; at least one.</param>
    public Latencies(IEnumerable<double> milliseconds)
    {
        _sorted = [.. milliseconds.Order()];
        Mean = _sorted.Average();
    }

    /// <summary>How many runs.</summary>
    public int Count => _sorted.Length;

    /// <summary>The fastest, in milliseconds.</summary>
    public double Min => _sorted[0];

    /// <summary>The mean, in milliseconds.</summary>
    public double Mean { get; }

    /// <summary>The median, in milliseconds.</summary>
    public double P50 => Percentile(0.5);

    /// <summary>Nine in ten are not slower, in milliseconds.</summary>
    public double P90 => Percentile(0.9);

    /// <summary>Ninety-nine in a hundred are not slower, in milliseconds.</summary>
    public double P99 => Percentile(0.99);

    /// <summary>The time that a share of the runs do not exceed (nearest rank), in milliseconds.</summary>
    public double Percentile(double share) => _sorted[(int)Math.Ceiling(share * _sorted.Length) - 1];
}
