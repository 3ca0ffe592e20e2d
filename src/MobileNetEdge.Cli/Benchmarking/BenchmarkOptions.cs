namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>How much is measured.</summary>
/// <param name="Runs">Measured runs; null for as many as fit <see cref="MaxTime"/>, 50 at least.</param>
/// <param name="Warmups">Runs before, not counted.</param>
/// <param name="Layers">Whether steps are measured one by one, in runs of their own.</param>
internal sealed record BenchmarkOptions(int? Runs, int Warmups, bool Layers)
{
    /// <summary>Runs where none are asked for.</summary>
    public const int DefaultRuns = 200;

    /// <summary>Runs before, where no number is asked for.</summary>
    public const int DefaultWarmups = 20;

    /// <summary>Runs go on before any is counted for at least this long: what is compiled in the background takes time, not runs.</summary>
    public TimeSpan LeastWarmup { get; init; }

    /// <summary>Where no number of runs is asked for, a slow model stops after this.</summary>
    public static TimeSpan MaxTime => TimeSpan.FromSeconds(20);
}
