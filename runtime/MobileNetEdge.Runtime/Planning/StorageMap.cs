namespace MobileNetEdge.Runtime.Planning;

/// <summary>Which tensors are the same bytes under another shape: a reshape takes no time and no memory.</summary>
internal sealed class StorageMap
{
    private readonly Dictionary<Tensor, Tensor> _storage = [];

    public StorageMap(Graph graph)
    {
        foreach (Reshape reshape in graph.Operators.OfType<Reshape>())
        {
            _storage.Add(reshape.Output, Of(reshape.Input));
        }
    }

    /// <summary>The tensor whose bytes these are: itself, but for the output of a reshape.</summary>
    public Tensor Of(Tensor tensor) => _storage.GetValueOrDefault(tensor, tensor);
}
