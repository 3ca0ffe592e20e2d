namespace MobileNetEdge.Quantizer;

/// <summary>Runs a float network over calibration inputs and gathers statistics of every activation.</summary>
/// <remarks>
/// Two passes: the first finds extremes and channel means, the second counts histograms between the extremes. Sums are taken in the order
/// of the inputs, so the result does not depend on the number of threads.
/// </remarks>
public sealed class Calibrator
{
    /// <summary>Inputs whose channel sums are held before they are added up in order.</summary>
    private const int BlockSize = 32;

    private readonly FloatProgram _program;
    private readonly CalibrationInputs _inputs;
    private readonly int _threads;
    private readonly IProgress<double>? _progress;
    private readonly SortedDictionary<int, string> _problems = [];

    private Calibrator(FloatProgram program, CalibrationInputs inputs, int threads, IProgress<double>? progress)
    {
        _program = program;
        _inputs = inputs;
        _threads = threads;
        _progress = progress;
    }

    /// <summary>Gathers statistics.</summary>
    /// <param name="program">The network; its first input is filled.</param>
    /// <param name="inputs">What to run it on.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CalibrationException">No input could be read, or an activation is infinite or not a number.</exception>
    public static CalibrationResult Run(
        FloatProgram program, CalibrationInputs inputs, int threads, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new Calibrator(program, inputs, threads, progress).Run(cancellationToken);
    }

    /// <summary>The channel means of every activation, from the first inputs only.</summary>
    /// <param name="program">The network; its first input is filled.</param>
    /// <param name="inputs">What to run it on.</param>
    /// <param name="count">How many of the inputs to run at most.</param>
    /// <param name="clampOf">The interval that a tensor's values are clamped to before they count; null to take them as they are.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static Dictionary<Tensor, double[]> ChannelMeans(
        FloatProgram program,
        CalibrationInputs inputs,
        int count,
        Func<Tensor, ValueRange>? clampOf,
        int threads,
        CancellationToken cancellationToken)
    {
        ExtremesPass pass = new(clampOf);
        new Calibrator(program, inputs, threads, null).ForEachInput(0, count, () => new ExtremesPass(clampOf), pass.Add, cancellationToken);
        return pass.Tensors.ToDictionary(tensor => tensor, pass.ChannelMeans);
    }

    /// <summary>The largest magnitude of each channel of every activation, from the first inputs only.</summary>
    /// <param name="program">The network; its first input is filled.</param>
    /// <param name="inputs">What to run it on.</param>
    /// <param name="count">How many of the inputs to run at most.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static Dictionary<Tensor, double[]> ChannelMagnitudes(
        FloatProgram program, CalibrationInputs inputs, int count, int threads, CancellationToken cancellationToken)
    {
        ExtremesPass pass = new();
        new Calibrator(program, inputs, threads, null).ForEachInput(0, count, () => new ExtremesPass(), pass.Add, cancellationToken);
        return pass.Tensors.ToDictionary(tensor => tensor, pass.ChannelMagnitudes);
    }

    private CalibrationResult Run(CancellationToken cancellationToken)
    {
        ExtremesPass extremes = new();
        ForEachInput(0, _inputs.Count, () => new ExtremesPass(), extremes.Add, cancellationToken);
        if (extremes.InputCount == 0)
        {
            string reason = _problems.Count > 0 ? $"; the first: {_problems.First().Value}" : "";
            throw new CalibrationException($"none of {_inputs.Count} calibration inputs can be read{reason}");
        }

        extremes.RequireFinite();
        HistogramPass histograms = new(extremes);
        ForEachInput(1, _inputs.Count, () => new HistogramPass(extremes), histograms.Add, cancellationToken);
        return new CalibrationResult(
            histograms.Histograms.ToDictionary(pair => pair.Key, pair => new TensorStatistics(pair.Value, extremes.ChannelMeans(pair.Key))),
            extremes.InputCount,
            [.. _problems.Values]);
    }

    /// <summary>Shows every activation of every input to a pass of its own, and adds these up in the order of the inputs.</summary>
    private void ForEachInput<TPass>(int passIndex, int most, Func<TPass> create, Action<TPass> add, CancellationToken cancellationToken)
        where TPass : class, ICalibrationPass
    {
        using ThreadLocal<FloatExecutor> executors = new(() => new FloatExecutor(_program, threads: 1), trackAllValues: true);
        ParallelOptions options = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        int count = Math.Min(most, _inputs.Count);
        for (int start = 0; start < count; start += BlockSize)
        {
            int first = start;
            TPass?[] passes = new TPass?[Math.Min(BlockSize, count - start)];
            Parallel.For(0, passes.Length, options, i => passes[i] = Observe(executors.Value!, first + i, create));
            foreach (TPass pass in passes.OfType<TPass>())
            {
                add(pass);
            }

            _progress?.Report((passIndex + (double)(start + passes.Length) / count) / 2);
        }

        foreach (FloatExecutor executor in executors.Values)
        {
            executor.Dispose();
        }
    }

    private TPass? Observe<TPass>(FloatExecutor executor, int index, Func<TPass> create)
        where TPass : class, ICalibrationPass
    {
        if (_inputs.Fill(index, executor.Input()) is { } problem)
        {
            lock (_problems)
            {
                _problems[index] = problem;
            }

            return null;
        }

        TPass pass = create();
        executor.Run(pass.Observe);
        return pass;
    }
}
