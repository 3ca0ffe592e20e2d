namespace MobileNetEdge.Quantizer;

/// <summary>Chooses the range of every activation from what calibration saw and from what is done with it.</summary>
internal static class ActivationRanges
{
    /// <summary>Hard-swish is 0 for everything below: steps spent there would tell nothing apart.</summary>
    private const float HardSwishFloor = -3;

    /// <summary>The range of each activation of a network.</summary>
    /// <param name="graph">The network of floats.</param>
    /// <param name="calibration">What calibration saw.</param>
    /// <param name="options">How ranges are chosen.</param>
    public static Dictionary<Tensor, ValueRange> Select(Graph graph, CalibrationResult calibration, QuantizerOptions options)
    {
        ILookup<Tensor, Operator> readers = graph.Operators
            .SelectMany(step => step.Inputs.Select(input => (input, step)))
            .ToLookup(pair => pair.input, pair => pair.step);
        Dictionary<Tensor, ValueRange> ranges = [];
        foreach (Tensor tensor in graph.Inputs.Concat(graph.Operators.SelectMany(step => step.Outputs)))
        {
            Histogram seen = calibration.Tensors[tensor].Histogram;
            bool feedsHardSwishOnly = !graph.Outputs.Contains(tensor) && readers[tensor].Any() && readers[tensor].All(IsHardSwish);
            Histogram useful = feedsHardSwishOnly && seen.Range.Max > HardSwishFloor
                ? seen.Clamp(new ValueRange(HardSwishFloor, float.PositiveInfinity))
                : seen;
            ranges[tensor] = RangeSelector.Select(options.Ranges, useful, options.Percentile);
        }

        if (options.InputRange is { } inputRange)
        {
            ranges[graph.Inputs[0]] = inputRange;
        }

        return ranges;
    }

    private static bool IsHardSwish(Operator step) => step is Unary { Function: UnaryFunction.HardSwish };
}
