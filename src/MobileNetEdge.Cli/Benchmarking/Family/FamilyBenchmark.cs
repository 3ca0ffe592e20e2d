using System.Diagnostics;
using MobileNetEdge.Cli.Commands;
using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>Measures networks one after another; of each, no more than the float network or the int8 model is in memory.</summary>
/// <param name="resolution">The height and width of the pictures.</param>
/// <param name="threads">Numbers of threads to measure with.</param>
/// <param name="prepare">How to prepare the int8 models.</param>
/// <param name="options">How much to measure.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class FamilyBenchmark(
    int resolution, IReadOnlyList<int> threads, PrepareOptions prepare, BenchmarkOptions options, CancellationToken cancellationToken)
{
    /// <summary>The share of the work that making the int8 model is, for progress.</summary>
    private const double BuildingShare = 0.4;

    private const int MaxFloatRuns = 9;

    /// <summary>Builds and measures a network.</summary>
    /// <param name="name">A classifier's name.</param>
    /// <param name="progress">Told the share that is done.</param>
    public FamilyRow Measure(string name, IProgress<double> progress)
    {
        (OperatorCost cost, double floatTime, ReadOnlyMemory<byte> file) = Build(name, new PartOfProgress(progress, 0, BuildingShare));

        // What is left of the float network may be a gigabyte, and a board has few.
        GC.Collect();
        using Model model = Model.Read(file);
        List<double> times = [];
        for (int i = 0; i < threads.Count; i++)
        {
            double share = (1 - BuildingShare) / threads.Count;
            PartOfProgress part = new(progress, BuildingShare + (i * share), share);
            times.Add(ModelBenchmark.Run(model, prepare with { Threads = threads[i] }, options, part, cancellationToken).Runs.P50);
        }

        return new FamilyRow(name, cost.Parameters, cost.Macs, file.Length, times, floatTime);
    }

    private (OperatorCost Cost, double FloatTime, ReadOnlyMemory<byte> File) Build(string name, IProgress<double> progress)
    {
        using Model network = ArchitectureOptions.CreateClassifier(name, new MobileNetOptions { Resolution = resolution });
        OperatorCost cost = network.Operators.Aggregate(default(OperatorCost), (sum, step) => sum + OperatorCost.Of(step));
        cancellationToken.ThrowIfCancellationRequested();
        double floatTime = MeasureFloat(network);
        cancellationToken.ThrowIfCancellationRequested();
        GC.Collect();
        return (cost, floatTime, QuickInt8.ToFile(network, progress, cancellationToken));
    }

    private double MeasureFloat(Model network)
    {
        using FloatExecutor executor = new(network, threads[0]);
        new RandomInputs().Fill(0, executor.Input());
        long begin = Stopwatch.GetTimestamp();
        do
        {
            Time(executor);
        }
        while (Stopwatch.GetElapsedTime(begin) < options.LeastWarmup);

        int runs = Math.Min(options.Runs ?? MaxFloatRuns, MaxFloatRuns);
        return new Latencies([.. Enumerable.Range(0, runs).Select(_ => Time(executor))]).P50;
    }

    private double Time(FloatExecutor executor)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        executor.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Reports work that is a part of the whole.</summary>
    private sealed class PartOfProgress(IProgress<double> whole, double done, double share) : IProgress<double>
    {
        public void Report(double value) => whole.Report(done + (share * value));
    }
}
