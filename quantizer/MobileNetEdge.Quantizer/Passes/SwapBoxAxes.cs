using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Exchanges x with y and width with height in the boxes that a detector writes, by exchanging output channels of the layers that compute them: the
/// numbers stay the same, and no step is added.
/// </summary>
internal sealed class SwapBoxAxes
{
    private const int BoxNumbers = 4;

    private readonly Dictionary<Tensor, Operator> _producers;
    private readonly Dictionary<Tensor, int> _uses;
    private readonly Dictionary<Operator, Operator> _replacements = new(ReferenceEqualityComparer.Instance);

    private SwapBoxAxes(Graph graph)
    {
        _producers = graph.Producers();
        _uses = graph.UseCounts();
    }

    /// <summary>Rewrites a network of floats.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="boxes">An output [1, N, 4]: a concatenation or reshape of convolutions, or one of these.</param>
    /// <returns>The output in the new order, which is the very tensor.</returns>
    /// <exception cref="UnsupportedModelException">The boxes come from something else.</exception>
    public static Tensor Run(Graph graph, Tensor boxes)
    {
        SwapBoxAxes pass = new(graph);
        pass.Visit(boxes);
        graph.Rewrite(step => [pass._replacements.GetValueOrDefault(step, step)]);
        return boxes;
    }

    private void Visit(Tensor tensor)
    {
        Operator? step = _uses[tensor] == 1 ? _producers.GetValueOrDefault(tensor) : null;
        switch (step)
        {
            case Reshape reshape:
                Visit(reshape.Input);
                break;
            case Concatenation { Activation: FusedActivation.None } concatenation when concatenation.Axis < concatenation.Output.Shape.Rank - 1:
                foreach (Tensor part in concatenation.Parts)
                {
                    Visit(part);
                }

                break;
            case Conv2D { Activation: FusedActivation.None } conv when conv.Weights.Shape[0] % BoxNumbers == 0 && WeightedLayer.Of(conv) is { } layer:
                _replacements.Add(conv, Swapped(layer));
                break;
            default:
                throw new UnsupportedModelException(tensor.ToString(), "boxes that are not simply the results of convolutions");
        }
    }

    private static Operator Swapped(WeightedLayer layer)
    {
        double[] weights = FloatConstants.Widen(layer.Weights);
        int perOutput = weights.Length / layer.Weights.Shape[0];
        double[] swapped = new double[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            swapped[i] = weights[Partner(i / perOutput) * perOutput + i % perOutput];
        }

        double[]? bias = layer.Bias is null ? null : FloatConstants.Widen(layer.Bias);
        double[]? swappedBias = bias is null ? null : [.. Enumerable.Range(0, bias.Length).Select(c => bias[Partner(c)])];
        return layer.With(swapped, swappedBias, layer.Output, layer.Activation);
    }

    /// <summary>0 and 1 change places, and so do 2 and 3.</summary>
    private static int Partner(int channel) => channel ^ 1;
}
