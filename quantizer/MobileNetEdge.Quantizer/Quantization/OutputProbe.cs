namespace MobileNetEdge.Quantizer;

/// <summary>Measures what changes of activations do to the outputs of a float network, on a few inputs whose activations it holds.</summary>
internal sealed class OutputProbe : IDisposable
{
    private readonly ParallelOptions _parallel;
    private readonly FloatExecutor[] _executors;
    private readonly float[][][] _references;
    private readonly Dictionary<Tensor, int> _stepOf = [];

    /// <summary>From this step on the executors hold what the last change made of the activations.</summary>
    private int _changedFrom = int.MaxValue;

    /// <summary>Runs a network.</summary>
    /// <param name="program">The network.</param>
    /// <param name="inputs">What to run it on; those used are spread over all, which may lie in order of their classes.</param>
    /// <param name="options">How many inputs, and how much memory, are used at most.</param>
    /// <param name="parallel">How many inputs run at the same time.</param>
    public OutputProbe(FloatProgram program, CalibrationInputs inputs, QuantizerOptions options, ParallelOptions parallel)
    {
        _parallel = parallel;
        for (int i = 0; i < program.Steps.Length; i++)
        {
            _stepOf[program.Steps[i].Output] = i;
        }

        _executors = Fill(program, inputs, options);
        _references = new float[_executors.Length][][];
        Parallel.For(0, _executors.Length, parallel, i =>
        {
            _executors[i].Run();
            _references[i] = OutputError.Outputs(_executors[i]);
        });
    }

    /// <summary>The place of the step that writes an activation.</summary>
    public int StepOf(Tensor tensor) => _stepOf[tensor];

    /// <summary>The error of the outputs, as a share of their variance, when activations are changed as soon as they are computed.</summary>
    /// <param name="tensors">The activations.</param>
    /// <param name="change">The change.</param>
    /// <remarks>Cheapest from the last activations to the first: what a change spoils then lies behind all that is still to be measured.</remarks>
    public double Error(IReadOnlyCollection<Tensor> tensors, FloatChange change)
    {
        Tensor first = tensors.MinBy(StepOf)!;
        Restore(StepOf(first));
        _changedFrom = StepOf(first) + 1;
        double[] errors = new double[_executors.Length];
        Parallel.For(0, errors.Length, _parallel, i =>
        {
            FloatExecutor executor = _executors[i];
            float[] exact = executor.Activation(first).ToArray();
            change(first, executor.Activation(first));
            executor.RunFrom(StepOf(first) + 1, (tensor, values) =>
            {
                if (tensors.Contains(tensor))
                {
                    change(tensor, values);
                }
            });
            errors[i] = OutputError.Of(_references[i], executor);
            exact.CopyTo(executor.Activation(first));
        });
        return ErrorToExpect(errors);
    }

    /// <summary>Gives up the memory.</summary>
    public void Dispose()
    {
        foreach (FloatExecutor executor in _executors)
        {
            executor.Dispose();
        }
    }

    /// <summary>
    /// The mean plus its standard error: what is clipped is rare, so a few inputs show too little of it, while rounding is the same in all.
    /// </summary>
    internal static double ErrorToExpect(double[] errors)
    {
        double mean = errors.Length == 0 ? 0 : errors.Average();
        double squares = errors.Sum(error => (error - mean) * (error - mean));
        return errors.Length < 2 ? mean : mean + Math.Sqrt(squares / (errors.Length - 1) / errors.Length);
    }

    private static FloatExecutor[] Fill(FloatProgram program, CalibrationInputs inputs, QuantizerOptions options)
    {
        long bytes = program.Storages.Where(storage => storage.Constant is null).Sum(storage => (long)storage.ElementCount * sizeof(float));
        int most = (int)Math.Clamp(options.MaxSearchBytes / Math.Max(bytes, 1), Math.Min(2, options.SearchInputs), options.SearchInputs);
        int count = Math.Min(most, inputs.Count);
        List<FloatExecutor> executors = [];
        for (int i = 0; i < count; i++)
        {
            FloatExecutor executor = new(program, threads: 1, keepAll: true);
            if (inputs.Fill((int)((long)i * inputs.Count / count), executor.Input()) is null)
            {
                executors.Add(executor);
            }
        }

        return [.. executors];
    }

    private void Restore(int step)
    {
        if (_changedFrom <= step)
        {
            Parallel.ForEach(_executors, _parallel, executor => executor.RunFrom(_changedFrom, static (_, _) => { }));
            _changedFrom = int.MaxValue;
        }
    }
}
