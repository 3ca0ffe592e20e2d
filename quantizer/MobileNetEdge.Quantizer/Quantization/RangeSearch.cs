using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>
/// Chooses the range of each activation by what rounding it does to the network's outputs, everything else being float: between the range that
/// was seen and one that cuts off a hundredth of the values, the ends that disturb the outputs least.
/// </summary>
/// <remarks>
/// The mean squared error of a tensor, the usual measure (Nagel et al. 2021, "A White Paper on Neural Network Quantization", section 3.1.1),
/// says nothing of what later layers make of an error: a rare large value may carry the answer or be clipped for nothing.
/// </remarks>
internal sealed class RangeSearch : IDisposable
{
    /// <summary>Shares of values that lie beyond an end.</summary>
    private static readonly double[] Shares = [0, 1e-5, 3e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.3];

    private const int FirstShare = 4;

    private readonly Func<Tensor, Histogram> _histogramOf;
    private readonly ParallelOptions _parallel;
    private readonly FloatExecutor[] _executors;
    private readonly float[][][] _references;
    private readonly Dictionary<Tensor, int> _stepOf = [];

    private RangeSearch(
        FloatProgram program, Func<Tensor, Histogram> histogramOf, CalibrationInputs inputs, QuantizerOptions options, ParallelOptions parallel)
    {
        _histogramOf = histogramOf;
        _parallel = parallel;
        for (int i = 0; i < program.Steps.Length; i++)
        {
            _stepOf[program.Steps[i].Output] = i;
        }

        long bytes = program.Storages.Where(storage => storage.Constant is null).Sum(storage => (long)storage.ElementCount * sizeof(float));
        int most = (int)Math.Clamp(options.MaxSearchBytes / Math.Max(bytes, 1), Math.Min(2, options.SearchInputs), options.SearchInputs);
        List<FloatExecutor> executors = [];
        for (int i = 0; i < most && i < inputs.Count; i++)
        {
            // Spread over all inputs, which may lie in order of their classes.
            FloatExecutor executor = new(program, threads: 1, keepAll: true);
            if (inputs.Fill((int)((long)i * inputs.Count / Math.Min(most, inputs.Count)), executor.Input()) is null)
            {
                executors.Add(executor);
            }
        }

        _executors = [.. executors];
        _references = new float[_executors.Length][][];
        Parallel.For(0, _executors.Length, parallel, i =>
        {
            _executors[i].Run();
            _references[i] = OutputError.Outputs(_executors[i]);
        });
    }

    /// <summary>Chooses the ranges of a plan.</summary>
    /// <param name="plan">The plan; its scales are changed.</param>
    /// <param name="program">The float network.</param>
    /// <param name="histogramOf">What was seen of an activation, as far as steps are of use there.</param>
    /// <param name="inputs">Calibration inputs.</param>
    /// <param name="options">How many of them are used at most.</param>
    /// <param name="isWanted">Whether an activation's range is searched.</param>
    /// <param name="parallel">How many inputs run at the same time.</param>
    /// <returns>For each activation searched, what rounding it does to the outputs: the squared error as a share of their variance.</returns>
    public static Dictionary<Tensor, double> Run(
        QuantizationPlan plan,
        FloatProgram program,
        Func<Tensor, Histogram> histogramOf,
        CalibrationInputs inputs,
        QuantizerOptions options,
        Predicate<Tensor> isWanted,
        ParallelOptions parallel)
    {
        Dictionary<Tensor, double> errors = [];
        using RangeSearch search = new(program, histogramOf, inputs, options, parallel);
        IEnumerable<IReadOnlyList<Tensor>> groups = plan.Scales.FreeGroups()
            .Where(group => group.Any(tensor => isWanted(tensor)) && !group.Any(plan.Graph.Inputs.Contains))
            .OrderByDescending(group => group.Min(tensor => search._stepOf[tensor]));

        // From the last on: what a run changes lies behind everything that is still to be looked at.
        foreach (IReadOnlyList<Tensor> group in groups)
        {
            (ValueRange range, double error) = search.Choose(group);
            plan.Scales.SetRange(group[0], range);
            foreach (Tensor tensor in group)
            {
                errors[tensor] = error;
            }
        }

        return errors;
    }

    /// <summary>Gives up the memory.</summary>
    public void Dispose()
    {
        foreach (FloatExecutor executor in _executors)
        {
            executor.Dispose();
        }
    }

    private (ValueRange Range, double Error) Choose(IReadOnlyList<Tensor> group)
    {
        Dictionary<(int Low, int High), double> errors = [];
        (int low, int high) = (FirstShare, FirstShare);
        double least = Error(low, high);
        bool isSigned = RangeOf(group, 0, 0).Min < 0;
        for (bool moved = true; moved;)
        {
            moved = false;
            (int, int)[] neighbours = isSigned
                ? [(low - 1, high - 1), (low + 1, high + 1), (low, high - 1), (low, high + 1), (low - 1, high), (low + 1, high)]
                : [(low, high - 1), (low, high + 1)];
            foreach ((int nextLow, int nextHigh) in neighbours)
            {
                double error = Error(nextLow, nextHigh);
                if (error < least)
                {
                    (low, high, least, moved) = (nextLow, nextHigh, error, true);
                    break;
                }
            }
        }

        return (RangeOf(group, low, high), least);

        double Error(int lowShare, int highShare)
        {
            if (lowShare < 0 || highShare < 0 || lowShare >= Shares.Length || highShare >= Shares.Length)
            {
                return double.PositiveInfinity;
            }

            if (!errors.TryGetValue((lowShare, highShare), out double error))
            {
                errors[(lowShare, highShare)] = error = ErrorOf(group, RangeOf(group, lowShare, highShare));
            }

            return error;
        }
    }

    private ValueRange RangeOf(IReadOnlyList<Tensor> group, int lowShare, int highShare)
    {
        ValueRange range = ValueRange.Empty;
        foreach (Tensor tensor in group)
        {
            range = range.Union(PercentileRange.Select(_histogramOf(tensor), Shares[lowShare], Shares[highShare]));
        }

        return range;
    }

    private double ErrorOf(IReadOnlyList<Tensor> group, ValueRange range)
    {
        RoundingFunction rounding = RoundingFunction.Of(range.ToInt8());
        Tensor first = group.MinBy(tensor => _stepOf[tensor])!;
        double[] errors = new double[_executors.Length];
        Parallel.For(0, errors.Length, _parallel, i =>
        {
            FloatExecutor executor = _executors[i];
            float[] exact = executor.Activation(first).ToArray();
            Elements.Map(rounding, executor.Activation(first), executor.Activation(first));
            executor.RunFrom(_stepOf[first] + 1, (tensor, values) =>
            {
                if (group.Contains(tensor))
                {
                    Elements.Map(rounding, values, values);
                }
            });
            errors[i] = OutputError.Of(_references[i], executor);
            exact.CopyTo(executor.Activation(first));
        });
        return ErrorToExpect(errors);
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
}
