using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Copies channels of activations and divides the weights that read them among the copies. Each copy is rounded for itself, so that their sum
/// has smaller steps than one channel could have.
/// </summary>
/// <remarks>
/// Zhao et al. 2019, "Improving Neural Network Quantization without Retraining using Outlier Channel Splitting"; here the copies of a channel
/// run through all steps up to the next weighted sum. What makes their roundings differ is in <see cref="ChannelCopies"/>.
/// </remarks>
internal static class SplitChannels
{
    /// <summary>Rewrites a network of floats; it computes the same.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="copies">The channels to have, for groups of the network.</param>
    /// <returns>For each activation of these groups, what stands for it.</returns>
    public static IReadOnlyDictionary<Tensor, Tensor> Run(Graph graph, IReadOnlyDictionary<ChannelGroup, ChannelCopies> copies)
    {
        Dictionary<Tensor, Tensor> replacements = [];
        Dictionary<Tensor, ChannelCopies> channels = [];
        foreach ((ChannelGroup group, ChannelCopies own) in copies)
        {
            foreach (Tensor tensor in group.Tensors)
            {
                int[] extents = tensor.Shape.Extents.ToArray();
                extents[^1] = own.Count;
                replacements.Add(tensor, new Tensor(tensor.Name + "/split", tensor.Type, new Shape(extents)));
                channels.Add(tensor, own);
            }
        }

        graph.Rewrite(step => [Rewrite(step, replacements, channels)]);
        return replacements;
    }

    private static Operator Rewrite(Operator step, Dictionary<Tensor, Tensor> replacements, Dictionary<Tensor, ChannelCopies> channels)
    {
        Operator renamed = step.Renamed(replacements);
        if (ReferenceEquals(renamed, step) || WeightedLayer.Of(step) is not { } layer)
        {
            return renamed;
        }

        ChannelCopies? outputs = channels.GetValueOrDefault(layer.Output);
        ChannelCopies? inputs = step is DepthwiseConv2D ? null : channels.GetValueOrDefault(layer.Input);
        Tensor weights = Gathered(layer, outputs, inputs);
        Tensor? bias = layer.Bias is null || outputs is null
            ? layer.Bias
            : FloatConstants.Create(layer.Bias.Name, new Shape(outputs.Count), outputs.Gather(FloatConstants.Widen(layer.Bias)));
        return renamed switch
        {
            Conv2D conv => conv with { Weights = weights, Bias = bias },
            DepthwiseConv2D conv => conv with { Weights = weights, Bias = bias },
            FullyConnected connected => connected with { Weights = weights, Bias = bias },
            _ => throw new InvalidOperationException($"{step} has no weights"),
        };
    }

    /// <summary>
    /// The weights as [outer, taps, inner]: for a convolution the output channels, the window and the input channels; for a depthwise one
    /// nothing, the window and the channels.
    /// </summary>
    private static Tensor Gathered(WeightedLayer layer, ChannelCopies? outputs, ChannelCopies? inputs)
    {
        Shape shape = layer.Weights.Shape;
        (ChannelCopies? outer, ChannelCopies? inner) = layer.Step is DepthwiseConv2D ? (null, outputs) : (outputs, inputs);
        int depth = shape[^1];
        int taps = shape.ElementCount / shape[0] / depth;
        int[] extents = shape.Extents.ToArray();
        extents[0] = outer?.Count ?? shape[0];
        extents[^1] = inner?.Count ?? depth;
        double[] values = FloatConstants.Widen(layer.Weights);
        double[] gathered = new double[(long)extents[0] * taps * extents[^1]];
        for (int i = 0; i < gathered.Length; i++)
        {
            (int rest, int innermost) = Math.DivRem(i, extents[^1]);
            (int outermost, int tap) = Math.DivRem(rest, taps);
            int source = ((((outer?.Sources[outermost] ?? outermost) * taps) + tap) * depth) + (inner?.Sources[innermost] ?? innermost);
            gathered[i] = inputs is null ? values[source] : values[source] * inputs.ShareOf(innermost);
        }

        return FloatConstants.Create(layer.Weights.Name, new Shape(extents), gathered);
    }
}
