using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>A benchmark's results.</summary>
/// <param name="Name">The file or the architecture.</param>
/// <param name="FileBytes">The .tflite file's size.</param>
/// <param name="Load">Time to open the file, in milliseconds.</param>
/// <param name="Model">The model.</param>
/// <param name="Times">One entry for each number of threads.</param>
/// <param name="PeakMacsPerSecond">One core's peak on the path; 0 where it is not known.</param>
/// <param name="PeakMemoryBytes">The process's largest resident memory.</param>
/// <param name="Before">The board before.</param>
/// <param name="After">The board afterwards.</param>
internal sealed record BenchmarkReport(
    string Name, long FileBytes, double Load, Model Model, IReadOnlyList<ModelTimes> Times, double PeakMacsPerSecond, long PeakMemoryBytes,
    BoardState Before, BoardState After)
{
    /// <summary>The multiply-accumulates of one run.</summary>
    public long Macs { get; } = Model.Operators.Sum(step => OperatorCost.Of(step).Macs);

    /// <summary>What makes the times unfit for comparing, or null.</summary>
    public string? Problem => BoardState.Problem(Before, After);

    /// <summary>The path of the kernels.</summary>
    public string Path => ExecutionPaths.NameOf(Times[0].Prepared.Path);

    /// <summary>10⁹ multiply-accumulates a second at a time.</summary>
    public static double Gigamacs(long macs, double milliseconds) => milliseconds > 0 ? macs / milliseconds / 1e6 : 0;

    /// <summary>The share of what the used cores could do at most; 0 where the peak is not known.</summary>
    public double ShareOfPeak(long macs, double milliseconds, int threads)
    {
        return PeakMacsPerSecond > 0 ? Gigamacs(macs, milliseconds) * 1e9 / (PeakMacsPerSecond * threads) : 0;
    }
}
