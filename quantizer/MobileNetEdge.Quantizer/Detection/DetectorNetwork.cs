using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>A float detector cut before its scores' function: what is quantized, and what the post-processing reads.</summary>
/// <param name="Body">Writes encoded boxes [1, N, 4], y, x, h, w, then logits [1, N, C].</param>
/// <param name="HasIndependentScores">Whether the network's own end says that each class has a sigmoid; null where it has no such end.</param>
/// <param name="End">The network's own post-processing; null where it has none.</param>
public sealed record DetectorNetwork(Model Body, bool? HasIndependentScores, DetectionPostProcess? End)
{
    private const int BoxNumbers = 4;

    /// <summary>Finds boxes and scores among a network's outputs, or before the post-processing at its end.</summary>
    /// <param name="network">
    /// A float network that ends in TFLite_Detection_PostProcess, or has two outputs: boxes [1, N, 4] and scores [1, N, C], these as logits or
    /// behind a softmax or sigmoid.
    /// </param>
    /// <param name="order">The order of a box's numbers where the network has no post-processing of its own.</param>
    /// <exception cref="UnsupportedModelException">The network is no such detector.</exception>
    public static DetectorNetwork Of(Model network, BoxOrder order)
    {
        ArgumentNullException.ThrowIfNull(network);
        DetectionPostProcess? end = DetectionPostProcess.EndOf(network);
        (Tensor boxes, Tensor scores) = end is null ? FindOutputs(network) : (end.Boxes, end.Scores);
        Graph graph = new(network);
        Dictionary<Tensor, Operator> producers = graph.Producers();
        bool? isIndependent = producers.GetValueOrDefault(scores) switch
        {
            Softmax => false,
            Unary { Function: UnaryFunction.Logistic } => true,
            _ => null,
        };
        if (isIndependent is not null)
        {
            scores = producers[scores].Inputs[0];
        }

        graph.Outputs.Clear();
        graph.Outputs.AddRange([boxes, scores]);
        graph.RemoveDead();
        if (end is null && order == BoxOrder.HorizontalFirst)
        {
            graph.Outputs[0] = SwapBoxAxes.Run(graph, boxes);
        }

        return new DetectorNetwork(graph.ToModel(network.Metadata), isIndependent, end);
    }

    private static (Tensor Boxes, Tensor Scores) FindOutputs(Model network)
    {
        if (network.Outputs is not [{ Shape: { Rank: 3 } a } first, { Shape: { Rank: 3 } b } second] || a[0] != 1 || b[0] != 1 || a[1] != b[1])
        {
            throw new UnsupportedModelException(
                "the network", "a detector has two outputs: boxes [1, N, 4] and scores [1, N, classes]");
        }

        return (a[2] == BoxNumbers, b[2] == BoxNumbers) switch
        {
            (true, false) => (first, second),
            (false, true) => (second, first),
            (true, true) when first.Name.Contains("box", StringComparison.OrdinalIgnoreCase) => (first, second),
            (true, true) => (second, first),
            _ => throw new UnsupportedModelException("the network", "none of its outputs holds four numbers for each box"),
        };
    }
}
