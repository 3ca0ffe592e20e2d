namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Equalises the ranges of consecutive layers channel by channel: what is taken from a channel in one layer is given back by the weights of
/// those that read it. (Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, 2019, section 4.1; with ranges
/// of activations in place of the first layer's weights as in Xiao et al., SmoothQuant, 2022.)
/// </summary>
/// <remarks>
/// A layer can be scaled if nothing or RELU lies behind it: max(s x, 0) = s max(x, 0) holds for each s above 0, but RELU6 and hard-swish
/// have no such law. Pooling and the product with a squeeze-and-excitation gate pass the factor on. A layer may be written and read, as a
/// depthwise convolution mostly is, so the pairs are equalised in turn until nothing moves.
/// </remarks>
public static class EqualizeLayers
{
    private const int MaxRounds = 40;

    /// <summary>A round that changes no range by more than this share is the last.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Rewrites a network of floats whose activations are fused.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="magnitudesOf">The largest magnitude of each channel of an activation; null, or null for one, to go by weights.</param>
    /// <exception cref="InvalidModelException">Shapes contradict the operators' definitions.</exception>
    public static void Run(Graph graph, Func<Tensor, float[]?>? magnitudesOf = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        EqualizedPair[] pairs = FindPairs(graph, magnitudesOf ?? (_ => null));
        for (int round = 0; round < MaxRounds; round++)
        {
            double change = 0;
            foreach (EqualizedPair pair in pairs)
            {
                change = Math.Max(change, pair.Equalize());
            }

            if (change <= Tolerance)
            {
                break;
            }
        }

        Store(graph, pairs);
    }

    private static EqualizedPair[] FindPairs(Graph graph, Func<Tensor, float[]?> magnitudesOf)
    {
        GraphLinks links = new(graph);
        Dictionary<Operator, EqualizedLayer> layers = new(ReferenceEqualityComparer.Instance);
        HashSet<Tensor> seen = [];
        List<EqualizedPair> pairs = [];
        foreach (WeightedLayer first in graph.Operators.Select(WeightedLayer.Of).OfType<WeightedLayer>())
        {
            if (first.OutputChannels is { } channels
                && ScaledReach.Of(first.Output, channels, links, magnitudesOf(first.Output) is not null) is { } reach
                && !reach.Tensors.Any(seen.Contains))
            {
                seen.UnionWith(reach.Tensors);
                ChannelMagnitudes? magnitudes = ChannelMagnitudes.Of(reach, channels, magnitudesOf);
                pairs.Add(new EqualizedPair(
                    [.. reach.Writers.Select(Shared)], [.. reach.Readers.Select(Shared)], reach.Tensors, magnitudes, channels));
            }
        }

        return [.. pairs];

        EqualizedLayer Shared(WeightedLayer layer)
        {
            return layers.TryGetValue(layer.Step, out EqualizedLayer? known) ? known : layers[layer.Step] = new EqualizedLayer(layer);
        }
    }

    private static void Store(Graph graph, EqualizedPair[] pairs)
    {
        Dictionary<Operator, Operator> edits = new(ReferenceEqualityComparer.Instance);
        Dictionary<Tensor, Tensor> replacements = [];
        foreach (EqualizedPair pair in pairs.Where(pair => pair.HasChanged))
        {
            foreach (EqualizedLayer layer in pair.Readers.Concat(pair.Writers))
            {
                edits[layer.Step] = layer.ToOperator();
            }

            foreach (Tensor tensor in pair.Between)
            {
                replacements.TryAdd(tensor, tensor.Sibling("/equalized"));
            }
        }

        graph.Rewrite(step => [edits.GetValueOrDefault(step, step)]);
        graph.Rename(replacements);
    }
}
