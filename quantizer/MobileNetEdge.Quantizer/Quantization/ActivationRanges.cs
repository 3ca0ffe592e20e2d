using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>Chooses the range of every activation from what calibration saw and from what is done with it.</summary>
internal static class ActivationRanges
{
    /// <summary>Hard-swish is 0 for everything below: steps spent there would tell nothing apart.</summary>
    public const float HardSwishFloor = -3;

    /// <summary>The range of each activation of a network.</summary>
    /// <param name="graph">The network of floats.</param>
    /// <param name="calibration">What calibration saw.</param>
    /// <param name="options">How ranges are chosen.</param>
    public static Dictionary<Tensor, ValueRange> Select(Graph graph, CalibrationResult calibration, QuantizerOptions options)
    {
        Dictionary<Tensor, ValueRange> ranges = [];
        Func<Tensor, Histogram> histogramOf = UsefulHistograms(graph, calibration);
        foreach (Tensor tensor in graph.Inputs.Concat(graph.Operators.SelectMany(step => step.Outputs)))
        {
            int output = graph.Outputs.IndexOf(tensor);
            ranges[tensor] = output >= 0 && output < options.OutputMargins.Length
                ? histogramOf(tensor).Range.Widened(options.OutputMargins[output])
                : RangeSelector.Select(options.Ranges, histogramOf(tensor), options.Percentile);
        }

        if (options.InputRange is { } inputRange)
        {
            ranges[graph.Inputs[0]] = inputRange;
        }

        return ranges;
    }

    /// <summary>What was seen of each activation, as far as steps are of use there.</summary>
    public static Func<Tensor, Histogram> UsefulHistograms(Graph graph, CalibrationResult calibration)
    {
        ILookup<Tensor, Operator> readers = graph.Operators
            .SelectMany(step => step.Inputs.Select(input => (input, step)))
            .ToLookup(pair => pair.input, pair => pair.step);
        return tensor =>
        {
            Histogram seen = calibration.Tensors[tensor].Histogram;
            float floor = graph.Outputs.Contains(tensor) ? float.NegativeInfinity : Floor(tensor, [.. readers[tensor]]);
            return seen.Range.Max > floor && seen.Range.Min < floor ? seen.Clamp(new ValueRange(floor, float.PositiveInfinity)) : seen;
        };
    }

    /// <summary>The value below which no reader tells anything apart.</summary>
    private static float Floor(Tensor tensor, Operator[] readers) => readers switch
    {
        [] => float.NegativeInfinity,
        _ when readers.All(IsHardSwish) => HardSwishFloor,

        [DepthwiseConv2D { Activation: FusedActivation.Relu6 } gate, Binary { Function: BinaryFunction.Mul } product]
            when product.A == tensor && product.B == gate.Output => GateFloor(gate),
        _ => float.NegativeInfinity,
    };

    /// <summary>Below it a gate relu6(w x + b) is shut for every channel, whatever each has been divided by.</summary>
    private static float GateFloor(DepthwiseConv2D gate)
    {
        if (gate.Bias is null || gate.Weights.Shape.ElementCount != gate.Bias.Shape.ElementCount)
        {
            return float.NegativeInfinity;
        }

        double[] weights = FloatConstants.Widen(gate.Weights);
        double[] shut = [.. FloatConstants.Widen(gate.Bias).Zip(weights, (bias, weight) => weight > 0 ? -bias / weight : double.NegativeInfinity)];
        return (float)shut.Min();
    }

    private static bool IsHardSwish(Operator step) => step is Unary { Function: UnaryFunction.HardSwish };
}
