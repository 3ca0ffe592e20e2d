using System.Diagnostics;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>One model measured with one number of threads.</summary>
/// <param name="Threads">Threads that were used.</param>
/// <param name="Prepare">Time to prepare the model and make an interpreter, in milliseconds.</param>
/// <param name="First">Time of the first run, in milliseconds.</param>
/// <param name="Runs">The measured runs.</param>
/// <param name="Steps">The time of each step, its median over the runs, in milliseconds; empty where it was not asked for.</param>
/// <param name="Prepared">What was run.</param>
internal sealed record ModelTimes(
    int Threads, double Prepare, double First, Latencies Runs, IReadOnlyList<double> Steps, PreparedModel Prepared);

/// <summary>Measures models.</summary>
internal static class ModelBenchmark
{
    private const int MinRuns = 50;

    /// <summary>Prepares and runs a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prepare">How to prepare it.</param>
    /// <param name="options">How much to measure.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ModelTimes Run(
        Model model, PrepareOptions prepare, BenchmarkOptions options, IProgress<double> progress, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using PreparedModel prepared = PreparedModel.Prepare(model, prepare);
        using Interpreter interpreter = prepared.CreateInterpreter();
        double prepareTime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        FillWithNoise(interpreter, model.Inputs.Length);
        double first = Time(interpreter);
        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < options.Warmups || Stopwatch.GetElapsedTime(start) < options.LeastWarmup; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            interpreter.Invoke();
        }

        Latencies runs = Measure(interpreter, options, progress, cancellationToken);
        double[] steps = options.Layers ? MeasureSteps(prepared, interpreter, runs.Count, cancellationToken) : [];
        return new ModelTimes(prepared.Threads, prepareTime, first, runs, steps, prepared);
    }

    private static Latencies Measure(
        Interpreter interpreter, BenchmarkOptions options, IProgress<double> progress, CancellationToken cancellationToken)
    {
        int count = options.Runs ?? BenchmarkOptions.DefaultRuns;
        long start = Stopwatch.GetTimestamp();
        List<double> times = [];
        while (times.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            times.Add(Time(interpreter));
            progress.Report((double)times.Count / count);
            bool isLate = Stopwatch.GetElapsedTime(start) > BenchmarkOptions.MaxTime;
            if (options.Runs is null && times.Count >= MinRuns && isLate)
            {
                break;
            }
        }

        progress.Report(1);
        return new Latencies(times);
    }

    private static double Time(Interpreter interpreter)
    {
        long start = Stopwatch.GetTimestamp();
        interpreter.Invoke();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double[] MeasureSteps(PreparedModel prepared, Interpreter interpreter, int runs, CancellationToken cancellationToken)
    {
        StepTimes times = new(prepared.Steps.Length);
        double[][] all = [.. prepared.Steps.Select(_ => new double[runs])];
        for (int run = 0; run < runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            interpreter.Invoke(times);
            for (int step = 0; step < all.Length; step++)
            {
                all[step][run] = times[step].TotalMilliseconds;
            }
        }

        return [.. all.Select(step => new Latencies(step).P50)];
    }

    /// <summary>Noise: kernels do not branch on values, but memory that was never written may be no memory yet.</summary>
    private static void FillWithNoise(Interpreter interpreter, int inputs)
    {
        Random random = new(1);
        for (int i = 0; i < inputs; i++)
        {
            random.NextBytes(interpreter.InputBytes(i));
        }
    }
}
