using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>The int8 network of a plan as a network of floats: constants are the reals of their integers, and each result is rounded.</summary>
/// <remarks>
/// Up to the order of float sums it computes what integer kernels do, many pictures a second. Results have the very tensors of the plan's
/// network, so that both can be compared.
/// </remarks>
/// <param name="plan">What is decided.</param>
/// <param name="isRounded">Whether an activation is rounded; null for all.</param>
/// <param name="hasIntegers">Whether the layer that writes an activation has its integers as constants, else its floats; null for all.</param>
internal sealed class SimulatedNetwork(QuantizationPlan plan, Func<Tensor, bool>? isRounded = null, Func<Tensor, bool>? hasIntegers = null)
{
    private readonly Dictionary<Tensor, Tensor> _roundedInputs = [];

    /// <summary>The whole network.</summary>
    public Model ToModel()
    {
        Graph graph = new(new Model([], [], [.. plan.Graph.Inputs], [.. plan.Graph.Outputs]));
        foreach (Tensor input in plan.Graph.Inputs.Where(input => isRounded?.Invoke(input) != false))
        {
            Tensor rounded = input.Sibling("/rounded");
            _roundedInputs.Add(input, rounded);
            graph.Operators.Add(new Rounding(input, rounded, plan.Scales[input]));
        }

        graph.Operators.AddRange(plan.Graph.Operators.SelectMany(Simulate));
        return graph.ToModel();
    }

    /// <summary>One step: computed exactly, then rounded.</summary>
    public IEnumerable<Operator> Simulate(Operator step)
    {
        Tensor output = step.Outputs[0];
        Operator exact = WithIntegers(step).MapTensors(tensor => _roundedInputs.GetValueOrDefault(tensor, tensor));
        if (step.OnlyMoves || isRounded?.Invoke(output) == false)
        {
            return [exact];
        }

        Tensor sums = output.Sibling("/exact");
        return [exact.MapTensors(tensor => tensor == output ? sums : tensor), new Rounding(sums, output, plan.Scales[output])];
    }

    private Operator WithIntegers(Operator step)
    {
        if (hasIntegers?.Invoke(step.Outputs[0]) == false)
        {
            return step;
        }

        if (!plan.Layers.TryGetValue(step.Outputs[0], out QuantizedWeights? integers))
        {
            return step.MapTensors(tensor => tensor.IsConstant ? Widened(Int8Values.Constant(tensor)) : tensor);
        }

        WeightedLayer layer = WeightedLayer.Of(step)!;
        return layer.With(Int8Values.Widen(integers.Weights), Int8Values.Widen(integers.Bias), layer.Output, layer.Activation);
    }

    private static Tensor Widened(Tensor constant) => FloatConstants.Create(constant.Name, constant.Shape, Int8Values.Widen(constant));
}
