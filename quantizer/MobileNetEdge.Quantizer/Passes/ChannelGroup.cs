using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Activations with the same channels: from the convolutions that write them, through steps that keep channels apart, to those that read them
/// as weighted sums. A channel of one is a channel of all.
/// </summary>
/// <param name="tensors">The activations.</param>
/// <param name="writers">Convolutions and fully connected layers whose output channels these are.</param>
/// <param name="through">Steps between the activations, depthwise convolutions among them.</param>
/// <param name="readers">Convolutions and fully connected layers whose input channels these are.</param>
internal sealed class ChannelGroup(Tensor[] tensors, Operator[] writers, Operator[] through, Operator[] readers)
{
    /// <summary>The activations.</summary>
    public IReadOnlyList<Tensor> Tensors => tensors;

    /// <summary>How many channels they have.</summary>
    public int Channels => tensors[0].Shape[^1];

    /// <summary>Multiply-accumulates, and products of activations, that one channel more costs.</summary>
    public double CostOfChannel =>
        writers.Concat(through).Concat(readers).Sum(step => OperatorCost.Of(step).Macs) / (double)Channels
        + through.OfType<Binary>().Sum(step => step.Output.Shape.ElementCount / (double)Channels);

    /// <summary>Finds the groups of a network whose channels can be copied.</summary>
    /// <param name="graph">A network of floats.</param>
    public static ChannelGroup[] FindAll(Graph graph)
    {
        Dictionary<Tensor, Tensor> parents = [];
        HashSet<Tensor> closed = [.. graph.Inputs, .. graph.Outputs];
        foreach (Operator step in graph.Operators)
        {
            Tensor[] activations = [.. step.Inputs.Where(input => !input.IsConstant), .. step.Outputs];
            if (KeepsChannels(step))
            {
                foreach (Tensor tensor in activations)
                {
                    parents.TryAdd(tensor, tensor);
                    parents[Root(parents, tensor)] = Root(parents, step.Outputs[0]);
                }
            }
            else if (!SumsChannels(step))
            {
                closed.UnionWith(activations);
            }
        }

        GraphLinks links = new(graph);
        HashSet<Tensor> closedRoots = [.. closed.Select(tensor => Root(parents, tensor))];
        return [.. graph.Operators.SelectMany(step => step.Outputs)
            .GroupBy(tensor => Root(parents, tensor))
            .Where(group => !closedRoots.Contains(group.Key))
            .Select(group => Of([.. group], links))
            .Where(group => group.Tensors.All(tensor => tensor.Shape[^1] == group.Channels))];
    }

    private static ChannelGroup Of(Tensor[] tensors, GraphLinks links)
    {
        Operator[] producers = [.. tensors.Select(links.Producer).OfType<Operator>()];
        Operator[] readers = [.. tensors.SelectMany(links.Readers).Distinct()];
        return new ChannelGroup(
            tensors, [.. producers.Where(SumsChannels)], [.. producers.Where(step => !SumsChannels(step))], [.. readers.Where(SumsChannels)]);
    }

    private static bool SumsChannels(Operator step) => step switch
    {
        Conv2D conv => FloatConstants.Is(conv.Weights) && conv.Weights.Shape[3] == conv.Input.Shape[^1],
        FullyConnected connected => FloatConstants.Is(connected.Weights)
            && connected.Output.Shape.Rank > 0 && connected.Weights.Shape[1] == connected.Input.Shape[^1],
        _ => false,
    };

    private static bool KeepsChannels(Operator step)
    {
        Tensor output = step.Outputs[0];
        bool isSimple = output.Shape.Rank > 0 && step.Inputs.All(input => input.IsConstant || (input.Shape.Rank > 0 && input.Shape[^1] == output.Shape[^1]));
        return isSimple && step switch
        {
            DepthwiseConv2D conv => FloatConstants.Is(conv.Weights) && conv.Weights.Shape[^1] == conv.Input.Shape[^1],
            Binary binary => !binary.A.IsConstant && !binary.B.IsConstant,
            Mean mean => !mean.Axes.Contains(mean.Input.Shape.Rank - 1),
            Pad pad => pad.Before[^1] == 0 && pad.After[^1] == 0,
            Pool2D or Unary or Clip or LeakyRelu or Resize or Reshape => true,
            _ => false,
        };
    }

    private static Tensor Root(Dictionary<Tensor, Tensor> parents, Tensor tensor)
    {
        while (parents.TryGetValue(tensor, out Tensor? parent) && parent != tensor)
        {
            tensor = parent;
        }

        return tensor;
    }
}
