using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>
/// Finds the channels whose rounding disturbs the outputs most, and decides how many copies of each to have for the work that they cost.
/// </summary>
internal sealed class SplitSearch
{
    /// <summary>Outputs with less error than this share of their variance, 20 dB, are worth no more work.</summary>
    private const double LeastError = 0.01;

    /// <summary>Groups and channels that give less than this share of the whole error are left alone.</summary>
    private const double LeastShare = 0.004;

    /// <summary>The share of the whole error that one percent of the network's work must remove, in percent.</summary>
    private const double LeastGain = 0.5;

    /// <summary>Copies come in numbers that fill the registers of kernels that go channel by channel.</summary>
    private const int Multiple = 8;

    private readonly QuantizationPlan _plan;
    private readonly OutputProbe _probe;
    private readonly double _work;

    private SplitSearch(QuantizationPlan plan, OutputProbe probe)
    {
        _plan = plan;
        _probe = probe;
        _work = plan.Graph.Operators.Sum(step => OperatorCost.Of(step).Macs);
    }

    /// <summary>Chooses copies.</summary>
    /// <param name="plan">The plan, with the ranges of activations.</param>
    /// <param name="groups">Groups of the network of <paramref name="probe"/>.</param>
    /// <param name="probe">Measures on the float network of the plan.</param>
    /// <param name="errors">What rounding an activation alone does to the outputs.</param>
    /// <param name="mostWork">The share of the network's work that all copies together may add.</param>
    public static Dictionary<ChannelGroup, ChannelCopies> Run(
        QuantizationPlan plan, IEnumerable<ChannelGroup> groups, OutputProbe probe, IReadOnlyDictionary<Tensor, double> errors, double mostWork)
    {
        SplitSearch search = new(plan, probe);
        double whole = plan.Scales.FreeGroups().Sum(group => errors.GetValueOrDefault(group[0]));
        if (whole < LeastError)
        {
            return [];
        }

        CandidateSplit[] candidates = [.. groups
            .Where(group => group.Tensors.Sum(tensor => errors.GetValueOrDefault(tensor)) > LeastShare * whole)
            .OrderByDescending(group => group.Tensors.Min(probe.StepOf))
            .Select(group => new CandidateSplit(group, search.ErrorsOf(group, LeastShare * whole)))];
        return search.Choose(candidates, whole, mostWork);
    }

    /// <summary>The error that each channel causes, found by halving the channels as long as a half matters; 0 where it doesn't.</summary>
    private double[] ErrorsOf(ChannelGroup group, double least)
    {
        Tensor[] tensors = [.. group.Tensors.Where(_plan.Scales.Contains)];
        double[] errors = new double[group.Channels];
        Stack<(int First, int Count)> parts = new([(0, group.Channels)]);
        while (parts.TryPop(out (int First, int Count) part))
        {
            double error = _probe.Error(tensors, (tensor, values) => Round(tensor, values, group.Channels, part.First, part.Count));
            if (part.Count == 1)
            {
                errors[part.First] = error;
            }
            else if (error > least)
            {
                parts.Push((part.First, part.Count / 2));
                parts.Push((part.First + (part.Count / 2), part.Count - (part.Count / 2)));
            }
        }

        return errors;
    }

    private void Round(Tensor tensor, Span<float> values, int channels, int first, int count)
    {
        // What is clipped is clipped in every copy.
        RoundingFunction rounding = new(_plan.Scales[tensor].Scale, new ClampFunction(float.NegativeInfinity, float.PositiveInfinity));
        for (int i = first; i < values.Length; i += channels)
        {
            Span<float> part = values.Slice(i, count);
            Elements.Map(rounding, part, part);
        }
    }

    /// <summary>Takes, again and again, the step that removes most error for its work.</summary>
    private Dictionary<ChannelGroup, ChannelCopies> Choose(CandidateSplit[] candidates, double whole, double mostWork)
    {
        double left = mostWork * _work;
        while (true)
        {
            CandidateSplit? best = candidates
                .Where(split => split.Group.CostOfChannel * Multiple <= left)
                .MaxBy(split => split.Gain(Multiple) / split.Group.CostOfChannel);
            if (best is null || best.Gain(Multiple) / whole < LeastGain * best.Group.CostOfChannel * Multiple / _work)
            {
                return candidates.Where(split => split.HasCopies).ToDictionary(split => split.Group, split => split.ToCopies());
            }

            best.Add(Multiple);
            left -= best.Group.CostOfChannel * Multiple;
        }
    }
}
