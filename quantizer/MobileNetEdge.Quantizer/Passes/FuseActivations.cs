namespace MobileNetEdge.Quantizer.Passes;

/// <summary>Folds RELU, RELU6 and RELU_N1_TO_1, also where they are spelled as a clip, into the clamp of the operator before.</summary>
public static class FuseActivations
{
    /// <summary>Rewrites a network of floats.</summary>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        graph.Rewrite(step => [Name(step)]);
        ProducerMerge.Run(graph, Fuse);
    }

    private static Operator Name(Operator step) => step switch
    {
        Clip { Min: 0, Max: float.PositiveInfinity } clip => new Unary(UnaryFunction.Relu, clip.Input, clip.Output),
        Clip { Min: 0, Max: 6 } clip => new Unary(UnaryFunction.Relu6, clip.Input, clip.Output),
        Clip { Min: -1, Max: 1 } clip => new Unary(UnaryFunction.ReluN1To1, clip.Input, clip.Output),
        _ => step,
    };

    private static Operator? Fuse(Operator producer, Operator step)
    {
        return step is Unary unary && unary.Function.AsClamp() is { } clamp ? producer.WithClamp(clamp, unary.Output) : null;
    }
}
