namespace MobileNetEdge.Runtime.Lowering;

/// <summary>Folds RELU, RELU6 and RELU_N1_TO_1 into the clamp of the operator before them, where nothing else reads that operator's result.</summary>
internal static class FusedActivations
{
    public static void Apply(Graph graph)
    {
        Dictionary<Tensor, Operator> producers = graph.Producers();
        Dictionary<Tensor, int> uses = graph.UseCounts();
        Dictionary<Operator, Operator> replacements = new(ReferenceEqualityComparer.Instance);
        HashSet<Operator> folded = new(ReferenceEqualityComparer.Instance);
        foreach (Unary unary in graph.Operators.OfType<Unary>())
        {
            if (unary.Function.AsClamp() is { } clamp
                && uses[unary.Input] == 1
                && unary.Input.Quantization is { } before
                && unary.Output.Quantization is { } after
                && before.SameAs(after)
                && producers.GetValueOrDefault(unary.Input) is { } producer
                && producer.WithClamp(clamp, unary.Output) is { } fused)
            {
                replacements.Add(producer, fused);
                folded.Add(unary);
            }
        }

        graph.Rewrite(step => folded.Contains(step) ? [] : [replacements.GetValueOrDefault(step, step)]);
    }
}
