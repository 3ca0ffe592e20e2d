using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Spells a hard-swish as a product: x relu6(x + 3) with a sixth in the weights of the layers that read it. A hard-swish needs one scale for
/// all channels; in the product every channel of x can have its own, as <see cref="EqualizeLayers"/> gives it.
/// </summary>
/// <remarks>
/// The gate relu6(x + 3) is a depthwise convolution of one tap, whose weights take back what a channel was divided by. It costs one
/// multiplication an element and the product, so only a hard-swish is spelled out whose channels differ too much for 256 steps.
/// </remarks>
public static class SpellHardSwish
{
    /// <summary>Rewrites a network of floats.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="isWanted">Whether a hard-swish, named by its output, is spelled out.</param>
    /// <returns>The arguments of those that were: a layer writes each and only layers read its product.</returns>
    public static IReadOnlySet<Tensor> Run(Graph graph, Func<Tensor, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isWanted);
        GraphLinks links = new(graph);
        Dictionary<Operator, Operator[]> edits = new(ReferenceEqualityComparer.Instance);
        HashSet<Tensor> arguments = [];
        Dictionary<Tensor, Tensor> replacements = [];
        foreach (Unary swish in graph.Operators.OfType<Unary>().Where(step => step.Function == UnaryFunction.HardSwish && isWanted(step.Output)))
        {
            if (CanSpell(swish, links, edits))
            {
                arguments.Add(swish.Input);
                replacements.Add(swish.Output, swish.Output.Sibling("/sixfold"));
                foreach (Operator reader in links.Readers(swish.Output))
                {
                    edits[reader] = [WeightedLayer.Of(reader)!.WithInputFactor(1.0 / 6)];
                }

                edits[swish] = Spell(swish);
            }
        }

        graph.Rewrite(step => edits.GetValueOrDefault(step) ?? [step]);
        graph.Rename(replacements);
        return arguments;
    }

    /// <summary>A layer without a clamp writes the argument for this step only, and layers read the result, none of them edited already.</summary>
    private static bool CanSpell(Unary swish, GraphLinks links, Dictionary<Operator, Operator[]> edits)
    {
        return swish.Input.Shape.Rank == 4
            && links.IsReadOnce(swish.Input)
            && WeightedLayer.Of(links.Producer(swish.Input)) is { Activation: FusedActivation.None }
            && !links.IsOutput(swish.Output)
            && links.Readers(swish.Output).All(reader =>
                WeightedLayer.Of(reader) is { } layer && layer.Input == swish.Output && !edits.ContainsKey(reader));
    }

    private static Operator[] Spell(Unary swish)
    {
        int channels = swish.Input.Shape[3];
        double[] ones = [.. Enumerable.Repeat(1.0, channels)];
        double[] threes = [.. Enumerable.Repeat(3.0, channels)];
        Tensor gate = swish.Output.Sibling("/gate");
        Tensor weights = FloatConstants.Create($"{gate.Name}/weights", new Shape(1, 1, 1, channels), ones);
        Tensor bias = FloatConstants.Create($"{gate.Name}/bias", new Shape(channels), threes);
        WindowAxis still = new(1);
        return
        [
            new DepthwiseConv2D(swish.Input, weights, bias, gate, still, still, Padding.Valid, FusedActivation.Relu6),
            new Binary(BinaryFunction.Mul, swish.Input, gate, swish.Output, FusedActivation.None),
        ];
    }
}
