using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Lets the end of a detector read 8-bit tensors: the DEQUANTIZEs before it, and a softmax or sigmoid of floats, become part of it, so that only
/// boxes that may be detections are ever made floats.
/// </summary>
internal static class DetectionTails
{
    public static void Apply(Graph graph)
    {
        if (!graph.Operators.Exists(step => step is DetectionPostProcess))
        {
            return;
        }

        Dictionary<Tensor, Operator> producers = graph.Producers();
        graph.Rewrite(step => [step is DetectionPostProcess detection ? Lower(detection, producers) : step]);
        graph.RemoveDead();
    }

    private static DetectionStep Lower(DetectionPostProcess step, Dictionary<Tensor, Operator> producers)
    {
        ScoreFunction function = default;
        Tensor scores = SkipReshapes(step.Scores, producers);
        switch (producers.GetValueOrDefault(scores))
        {
            case Softmax { Input.Type: ElementType.Float32 } softmax when softmax.Input.Shape.Rank > 0 && softmax.Input.Shape[^1] == step.Scores.Shape[^1]:
                function = new ScoreFunction(ScoreKind.Softmax, softmax.Beta);
                scores = softmax.Input;
                break;
            case Unary { Function: UnaryFunction.Logistic, Input.Type: ElementType.Float32 } logistic:
                function = new ScoreFunction(ScoreKind.Logistic);
                scores = logistic.Input;
                break;
            default:
                break;
        }

        return new DetectionStep(Stored(step.Boxes, producers), Stored(scores, producers), function, step);
    }

    /// <summary>The 8-bit tensor that a float one is made of; the tensor itself where it is 8-bit already, or is made otherwise.</summary>
    private static Tensor Stored(Tensor tensor, Dictionary<Tensor, Operator> producers)
    {
        Tensor source = SkipReshapes(tensor, producers);
        return producers.GetValueOrDefault(source) is Conversion { Input.Type.IsQuantized8: true, Output.Type: ElementType.Float32 } conversion
            ? conversion.Input
            : source;
    }

    /// <summary>Reshapes of floats; those of 8-bit tensors are no work, and stay.</summary>
    private static Tensor SkipReshapes(Tensor tensor, Dictionary<Tensor, Operator> producers)
    {
        while (tensor.Type == ElementType.Float32 && producers.GetValueOrDefault(tensor) is Reshape reshape)
        {
            tensor = reshape.Input;
        }

        return tensor;
    }
}
