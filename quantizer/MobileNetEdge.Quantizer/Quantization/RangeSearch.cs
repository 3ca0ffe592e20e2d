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
internal sealed class RangeSearch
{
    /// <summary>Shares of values that lie beyond an end.</summary>
    private static readonly double[] Shares = [0, 1e-5, 3e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.3];

    private const int FirstShare = 4;

    private readonly Func<Tensor, Histogram> _histogramOf;
    private readonly OutputProbe _probe;

    private RangeSearch(OutputProbe probe, Func<Tensor, Histogram> histogramOf)
    {
        _probe = probe;
        _histogramOf = histogramOf;
    }

    /// <summary>Chooses the ranges of a plan.</summary>
    /// <param name="plan">The plan; its scales are changed.</param>
    /// <param name="probe">Measures on the float network of the plan.</param>
    /// <param name="histogramOf">What was seen of an activation, as far as steps are of use there.</param>
    /// <param name="isWanted">Whether an activation's range is searched.</param>
    /// <returns>For each activation searched, what rounding it does to the outputs: the squared error as a share of their variance.</returns>
    public static Dictionary<Tensor, double> Run(
        QuantizationPlan plan, OutputProbe probe, Func<Tensor, Histogram> histogramOf, Predicate<Tensor> isWanted)
    {
        Dictionary<Tensor, double> errors = [];
        RangeSearch search = new(probe, histogramOf);
        IEnumerable<IReadOnlyList<Tensor>> groups = plan.Scales.FreeGroups()
            .Where(group => group.Any(tensor => isWanted(tensor)) && !group.Any(plan.Graph.Inputs.Contains))
            .OrderByDescending(group => group.Min(tensor => probe.StepOf(tensor)));

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
        return _probe.Error(group, (_, values) => Elements.Map(rounding, values, values));
    }
}
