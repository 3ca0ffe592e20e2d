namespace MobileNetEdge.Quantizer;

/// <summary>Removes a clip behind an operator that rounds and saturates anyway: the range of its output ends where the clip does.</summary>
/// <remarks>Runs after calibration: what is left takes the range that was seen behind the clip.</remarks>
internal static class ClipsIntoRanges
{
    public static void Run(Graph graph)
    {
        Dictionary<Tensor, int> uses = graph.UseCounts();
        Dictionary<Tensor, Operator> producers = graph.Producers();
        Dictionary<Tensor, Tensor> merged = [];
        HashSet<Operator> removed = new(ReferenceEqualityComparer.Instance);
        foreach (Clip clip in graph.Operators.OfType<Clip>())
        {
            if (uses[clip.Input] == 1 && producers.GetValueOrDefault(clip.Input) is { } producer && Saturates(producer))
            {
                merged.Add(clip.Input, clip.Output);
                removed.Add(clip);
            }
        }

        graph.Rewrite(step => removed.Contains(step) ? [] : [step.MapTensors(tensor => merged.GetValueOrDefault(tensor, tensor))]);
    }

    private static bool Saturates(Operator step) => step is Conv2D or DepthwiseConv2D or FullyConnected or Binary or Mean;
}
