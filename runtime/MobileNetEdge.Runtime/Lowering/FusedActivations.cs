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
            if (ClampOf(unary.Function) is { } clamp
                && uses[unary.Input] == 1
                && unary.Input.Quantization is { } before
                && unary.Output.Quantization is { } after
                && before.SameAs(after)
                && producers.GetValueOrDefault(unary.Input) is { } producer
                && WithActivation(producer, clamp, unary.Output) is { } fused)
            {
                replacements.Add(producer, fused);
                folded.Add(unary);
            }
        }

        graph.Rewrite(step => folded.Contains(step) ? [] : [replacements.GetValueOrDefault(step, step)]);
    }

    private static FusedActivation? ClampOf(UnaryFunction function) => function switch
    {
        UnaryFunction.Relu => FusedActivation.Relu,
        UnaryFunction.Relu6 => FusedActivation.Relu6,
        UnaryFunction.ReluN1To1 => FusedActivation.ReluN1To1,
        _ => null,
    };

    private static Operator? WithActivation(Operator producer, FusedActivation activation, Tensor output) => producer switch
    {
        Conv2D { Activation: FusedActivation.None } step => step with { Activation = activation, Output = output },
        DepthwiseConv2D { Activation: FusedActivation.None } step => step with { Activation = activation, Output = output },
        FullyConnected { Activation: FusedActivation.None } step => step with { Activation = activation, Output = output },
        Binary { Activation: FusedActivation.None } step => step with { Activation = activation, Output = output },
        Pool2D { Activation: FusedActivation.None } step => step with { Activation = activation, Output = output },
        _ => null,
    };
}
