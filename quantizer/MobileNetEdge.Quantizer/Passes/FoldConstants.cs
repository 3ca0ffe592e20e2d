using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>Computes the steps that read constants only; weights that a file keeps as float16 become float32 so.</summary>
/// <remarks>Outputs of the network stay computed, and so does what would make more constants than <see cref="MaxElements"/>.</remarks>
public sealed class FoldConstants
{
    /// <summary>The most elements that a run makes.</summary>
    public const int MaxElements = 1 << 27;

    private readonly HashSet<Tensor> _outputs;
    private readonly Dictionary<Tensor, Tensor> _constants = [];
    private long _elements;

    private FoldConstants(Graph graph) => _outputs = [.. graph.Outputs];

    /// <summary>Rewrites a network of floats.</summary>
    /// <exception cref="InvalidModelException">Shapes contradict the operators' definitions.</exception>
    /// <exception cref="UnsupportedModelException">A step on constants that the float executor does not have.</exception>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        FoldConstants pass = new(graph);
        graph.Rewrite(pass.Fold);
    }

    private Operator[] Fold(Operator step)
    {
        Operator current = step.Renamed(_constants);
        if (!CanFold(current))
        {
            return [current];
        }

        Tensor output = current.Outputs[0];
        _elements += output.Shape.ElementCount;
        _constants.Add(output, FloatConstants.Create(output.Name, output.Shape, Compute(current)));
        return [];
    }

    private bool CanFold(Operator step)
    {
        return step is not UnknownOperator
            && !step.Inputs.IsEmpty
            && step.Inputs.All(FloatConstants.Is)
            && step.Outputs.All(output => output.Type == ElementType.Float32 && !_outputs.Contains(output))
            && _elements + step.Outputs[0].Shape.ElementCount <= MaxElements;
    }

    private static double[] Compute(Operator step)
    {
        Tensor output = step.Outputs[0];
        using FloatExecutor executor = new(new Model([.. step.Inputs.Distinct(), output], [step], [], [output]), threads: 1);
        executor.Run();
        return Array.ConvertAll(executor.Output().ToArray(), value => (double)value);
    }
}
