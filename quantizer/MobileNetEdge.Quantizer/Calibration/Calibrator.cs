namespace MobileNetEdge.Quantizer;

/// <summary>Runs a float network over calibration inputs and gathers statistics of every activation.</summary>
/// <remarks>
/// Two passes: the first finds extremes, the second counts histograms between them. Each of some passes sees a fixed share of the
/// inputs, and they are added up in order, so the result does not depend on the number of threads.
/// </remarks>
public sealed class Calibrator
{
    /// <summary>Passes that share the inputs; fixed, so that sums do not depend on the number of threads.</summary>
    internal const int Lanes = 8;

    private readonly FloatProgram _program;
    private readonly CalibrationInputs _inputs;
    private readonly CalibrationViews _views;
    private readonly int _threads;
    private readonly IProgress<double>? _progress;
    private readonly SortedDictionary<int, string> _problems = [];

    private Calibrator(FloatProgram program, CalibrationInputs inputs, CalibrationViews views, int threads, IProgress<double>? progress)
    {
        _program = program;
        _inputs = inputs;
        _views = views;
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
        return Run(program, inputs, CalibrationViews.None, threads, progress, cancellationToken);
    }

    /// <summary>Gathers statistics of views of the inputs. An input counts once, however many views of it there are.</summary>
    internal static CalibrationResult Run(
        FloatProgram program, CalibrationInputs inputs, CalibrationViews views, int threads, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        return new Calibrator(program, inputs, views, threads, progress).Run(cancellationToken);
    }

    /// <summary>Shows every activation of the first inputs to a pass.</summary>
    /// <param name="program">The network; its first input is filled.</param>
    /// <param name="inputs">What to run it on.</param>
    /// <param name="count">How many of the inputs to run at most.</param>
    /// <param name="create">Creates an empty pass.</param>
    /// <param name="lanes">Passes that share the inputs: the most inputs that run at the same time.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The passes of all inputs, added up in the order of the inputs.</returns>
    internal static TPass Gather<TPass>(
        FloatProgram program, CalibrationInputs inputs, int count, Func<TPass> create, int lanes, int threads, CancellationToken cancellationToken)
        where TPass : class, ICalibrationPass<TPass>
    {
        TPass pass = create();
        new Calibrator(program, inputs, CalibrationViews.None, threads, null).ForEachInput(0, count, create, pass, lanes, cancellationToken);
        return pass;
    }

    private CalibrationResult Run(CancellationToken cancellationToken)
    {
        ExtremesPass extremes = new();
        int read = ForEachInput(0, _inputs.Count, () => new ExtremesPass(), extremes, Lanes, cancellationToken);
        if (read == 0)
        {
            string reason = _problems.Count > 0 ? $"; the first: {_problems.First().Value}" : "";
            throw new CalibrationException($"none of {_inputs.Count} calibration inputs can be read{reason}");
        }

        extremes.RequireFinite();
        HistogramPass histograms = new(extremes);
        ForEachInput(1, _inputs.Count, () => new HistogramPass(extremes), histograms, Lanes, cancellationToken);
        return new CalibrationResult(
            histograms.Histograms.ToDictionary(pair => pair.Key, pair => new TensorStatistics(pair.Value)),
            read,
            [.. _problems.Values]);
    }

    /// <summary>Shows every activation of every input to passes, a fixed share of the inputs to each, and adds these up in order.</summary>
    /// <returns>How many inputs could be read.</returns>
    private int ForEachInput<TPass>(int passIndex, int most, Func<TPass> create, TPass sum, int lanes, CancellationToken cancellationToken)
        where TPass : class, ICalibrationPass<TPass>
    {
        int count = Math.Min(most, _inputs.Count);
        int done = 0;
        int read = 0;
        TPass[] passes = [.. Enumerable.Range(0, Math.Min(lanes, count)).Select(_ => create())];
        ParallelOptions options = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        Parallel.For(0, passes.Length, options, lane =>
        {
            using FloatExecutor executor = new(_program, threads: 1);
            for (int i = lane; i < count; i += passes.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Add(ref read, Observe(executor, i, passes[lane]) ? 1 : 0);
                _progress?.Report((passIndex + (double)Interlocked.Increment(ref done) / count) / 2);
            }
        });
        foreach (TPass pass in passes)
        {
            sum.Add(pass);
        }

        return read;
    }

    private bool Observe<TPass>(FloatExecutor executor, int index, TPass pass)
        where TPass : class, ICalibrationPass<TPass>
    {
        if (_inputs.Fill(index, executor.Input()) is { } problem)
        {
            lock (_problems)
            {
                _problems[index] = problem;
            }

            return false;
        }

        executor.Run(pass.Observe);
        ObserveViews(executor, index, pass);
        return true;
    }

    /// <summary>Shows the views of the picture that is the executor's input.</summary>
    private void ObserveViews<TPass>(FloatExecutor executor, int index, TPass pass)
        where TPass : class, ICalibrationPass<TPass>
    {
        if (_views.Count == 1)
        {
            return;
        }

        float[] picture = executor.Input().ToArray();
        for (int view = 1; view < _views.Count; view++)
        {
            _views.Write(view, index, picture, executor.Input());
            executor.Run(pass.Observe);
        }
    }
}
