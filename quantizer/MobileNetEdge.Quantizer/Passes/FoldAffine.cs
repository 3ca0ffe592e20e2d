namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Folds additions, subtractions and multiplications by constants, one for each channel or one for all, into the weights and the bias
/// of the layer before. What follows a layer's clamp, or a result that others read too, stays.
/// </summary>
public static class FoldAffine
{
    /// <summary>Rewrites a network of floats.</summary>
    /// <exception cref="InvalidModelException">Shapes contradict the operators' definitions.</exception>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ProducerMerge.Run(graph, Fold);
    }

    private static Operator? Fold(Operator producer, Operator step)
    {
        return step is Binary binary
            && WeightedLayer.Of(producer) is { Activation: FusedActivation.None } layer
            && ChannelAffine.Of(binary, layer.Output) is { } affine
            && layer.OutputChannels == affine.Channels
                ? layer.WithAffine(affine, binary.Output, binary.Activation)
                : null;
    }
}
