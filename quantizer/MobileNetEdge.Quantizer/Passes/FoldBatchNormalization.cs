using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Folds batch normalizations into the weights and the bias of the layer before:
/// w' = w γ / √(σ² + ε), b' = (b - μ) γ / √(σ² + ε) + β.
/// (Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, 2018, section 3.2.)
/// </summary>
/// <remarks>
/// What follows no layer, follows its clamp, or follows a result that others read too, becomes a MUL and an ADD. Statistics that are no
/// constants stay.
/// </remarks>
public static class FoldBatchNormalization
{
    /// <summary>Rewrites a network of floats.</summary>
    /// <exception cref="InvalidModelException">Shapes contradict the operators' definitions.</exception>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ProducerMerge.Run(graph, Fold);
        graph.Rewrite(Spell);
    }

    private static Operator? Fold(Operator producer, Operator step)
    {
        return step is BatchNormalization normalization
            && WeightedLayer.Of(producer) is { Activation: FusedActivation.None } layer
            && ChannelAffine.Of(normalization) is { } affine
            && layer.OutputChannels == affine.Channels
                ? layer.WithAffine(affine, normalization.Output, FusedActivation.None)
                : null;
    }

    private static IEnumerable<Operator> Spell(Operator step)
    {
        if (step is not BatchNormalization normalization || ChannelAffine.Of(normalization) is not { } affine)
        {
            return [step];
        }

        Shape channels = new(affine.Channels);
        Tensor output = normalization.Output;
        Tensor factors = FloatConstants.Create($"{output.Name}/factors", channels, affine.Factors);
        Tensor offsets = FloatConstants.Create($"{output.Name}/offsets", channels, affine.Offsets);
        Tensor product = output.Sibling("/product");
        return
        [
            new Binary(BinaryFunction.Mul, normalization.Input, factors, product, FusedActivation.None),
            new Binary(BinaryFunction.Add, product, offsets, output, FusedActivation.None),
        ];
    }
}
