namespace MobileNetEdge.Quantizer.Passes;

/// <summary>Who writes and who reads each tensor of a network, as it stands when this is made.</summary>
internal sealed class GraphLinks
{
    private readonly Dictionary<Tensor, Operator> _producers;
    private readonly Dictionary<Tensor, List<Operator>> _readers = [];
    private readonly HashSet<Tensor> _outputs;

    public GraphLinks(Graph graph)
    {
        _producers = graph.Producers();
        _outputs = [.. graph.Outputs];
        foreach (Operator step in graph.Operators)
        {
            foreach (Tensor input in step.Inputs)
            {
                ReadersOf(input).Add(step);
            }
        }
    }

    /// <summary>The step that computes a tensor; null for inputs and constants.</summary>
    public Operator? Producer(Tensor tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The steps that read a tensor, as often as they do.</summary>
    public IReadOnlyList<Operator> Readers(Tensor tensor) => _readers.GetValueOrDefault(tensor) ?? [];

    /// <summary>Whether the tensor is an output of the network.</summary>
    public bool IsOutput(Tensor tensor) => _outputs.Contains(tensor);

    /// <summary>Whether one step reads the tensor, and the user doesn't.</summary>
    public bool IsReadOnce(Tensor tensor) => !IsOutput(tensor) && Readers(tensor).Count == 1;

    /// <summary>The tensor, and those that it is a reshape of as long as nothing else reads them, the original last.</summary>
    public List<Tensor> ReshapesBefore(Tensor tensor)
    {
        List<Tensor> chain = [tensor];
        while (IsReadOnce(chain[^1]) && Producer(chain[^1]) is Reshape reshape)
        {
            chain.Add(reshape.Input);
        }

        return chain;
    }

    /// <summary>The tensor, and its reshapes one after another as long as nothing else reads them.</summary>
    public List<Tensor> ReshapesAfter(Tensor tensor)
    {
        List<Tensor> chain = [tensor];
        while (IsReadOnce(chain[^1]) && Readers(chain[^1]) is [Reshape reshape])
        {
            chain.Add(reshape.Output);
        }

        return chain;
    }

    private List<Operator> ReadersOf(Tensor tensor)
    {
        if (!_readers.TryGetValue(tensor, out List<Operator>? readers))
        {
            _readers.Add(tensor, readers = []);
        }

        return readers;
    }
}
