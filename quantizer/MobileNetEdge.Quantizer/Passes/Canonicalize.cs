using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Brings a float network into the form that is quantized: every layer has its batch normalization, its border and its clamp in it, and
/// no batch normalization or hard-sigmoid is left.
/// </summary>
/// <remarks>What the network computes stays the same but for rounding. Tensors that stay in the network keep their values.</remarks>
public static class Canonicalize
{
    /// <summary>What one round makes possible for the next comes to an end long before.</summary>
    private const int MaxRounds = 16;

    /// <summary>Rewrites a network of floats.</summary>
    /// <returns>The same graph.</returns>
    /// <exception cref="InvalidModelException">The shapes contradict the operators' definitions, or two steps write one tensor.</exception>
    /// <exception cref="UnsupportedModelException">An operator that the float executor does not have.</exception>
    public static Graph Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Check(graph);
        Operator[] before;
        int round = 0;
        do
        {
            before = [.. graph.Operators];
            Simplify(graph);
        }
        while (++round < MaxRounds && !graph.Operators.SequenceEqual(before, ReferenceEqualityComparer.Instance));

        DissolveHardSigmoid.Run(graph);
        FuseActivations.Run(graph);
        graph.RemoveDead();
        return graph;
    }

    private static void Simplify(Graph graph)
    {
        RemoveIdentities.Run(graph);
        FoldConstants.Run(graph);
        RecognizeHardSwish.Run(graph);
        FoldBatchNormalization.Run(graph);
        FoldAffine.Run(graph);
        FoldPads.Run(graph);
        FuseActivations.Run(graph);
    }

    private static void Check(Graph graph)
    {
        HashSet<Tensor> written = [.. graph.Inputs];
        foreach (Operator step in graph.Operators)
        {
            OperatorChecks.Apply(step);
            if (step.Outputs.FirstOrDefault(output => output.IsConstant || !written.Add(output)) is { } twice)
            {
                throw new InvalidModelException($"{twice} is written, but is a constant, an input or already written");
            }
        }
    }
}
