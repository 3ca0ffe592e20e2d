namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>A logarithmic axis from a round number to a round number: 1, 2 or 5 times a power of ten.</summary>
internal sealed class LogAxis
{
    private const double Slack = 1.12;
    private const int MaxTicks = 10;
    private static readonly double[] Steps = [1, 2, 5];
    private readonly double _from;
    private readonly double _to;

    /// <param name="values">Positive values that lie on it; at least one.</param>
    /// <param name="from">Where the least lies, in pixels.</param>
    /// <param name="to">Where the greatest lies.</param>
    public LogAxis(IReadOnlyCollection<double> values, double from, double to)
    {
        (_from, _to) = (from, to);
        double[] rounds = [.. Rounds()];
        Least = rounds.Last(round => round <= values.Min() / Slack);
        Greatest = rounds.First(round => round >= values.Max() * Slack);
        double[] inside = [.. rounds.Where(round => round >= Least && round <= Greatest)];
        Ticks = inside.Length <= MaxTicks ? inside : [.. inside.Where(IsPowerOfTen)];
    }

    /// <summary>The value at the beginning.</summary>
    public double Least { get; }

    /// <summary>The value at the end.</summary>
    public double Greatest { get; }

    /// <summary>Round values from one to the other.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value lies, in pixels.</summary>
    public double At(double value) => _from + ((_to - _from) * Math.Log(value / Least) / Math.Log(Greatest / Least));

    private static IEnumerable<double> Rounds()
    {
        for (int exponent = -9; exponent <= 18; exponent++)
        {
            foreach (double step in Steps)
            {
                yield return step * Math.Pow(10, exponent);
            }
        }
    }

    private static bool IsPowerOfTen(double value) => Math.Abs(Math.Log10(value) - Math.Round(Math.Log10(value))) < 1e-9;
}
