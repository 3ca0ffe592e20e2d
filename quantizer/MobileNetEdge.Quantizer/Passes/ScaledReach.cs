namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// How far a factor for each channel of a tensor goes: through steps that only pass it on, such as pooling, or the product with a gate,
/// to the layers whose weights can take it back.
/// </summary>
internal sealed class ScaledReach
{
    private readonly GraphLinks _links;
    private readonly int _channels;
    private readonly List<Tensor> _tensors = [];
    private readonly List<WeightedLayer> _readers = [];

    private ScaledReach(GraphLinks links, int channels)
    {
        _links = links;
        _channels = channels;
    }

    /// <summary>The tensors that the factor reaches, its origin first.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>The layers that take it back.</summary>
    public IReadOnlyList<WeightedLayer> Readers => _readers;

    /// <summary>Follows a factor; null where it reaches something that would compute another result.</summary>
    public static ScaledReach? Of(Tensor origin, int channels, GraphLinks links)
    {
        ScaledReach reach = new(links, channels);
        return reach.Follow(origin) && reach._readers.Count > 0 && reach.IsConsistent() ? reach : null;
    }

    private bool Follow(Tensor tensor)
    {
        if (_tensors.Contains(tensor))
        {
            return true;
        }

        _tensors.Add(tensor);
        return !_links.IsOutput(tensor) && _links.Readers(tensor).All(step => FollowInto(step, tensor));
    }

    private bool FollowInto(Operator step, Tensor tensor)
    {
        switch (step)
        {
            case Mean mean when !mean.Axes.Contains(tensor.Shape.Rank - 1):
            case Pool2D { Activation: FusedActivation.None or FusedActivation.Relu }:
            case Reshape when step.Outputs[0].Shape.Rank > 0 && step.Outputs[0].Shape[^1] == _channels:
            case Binary { Function: BinaryFunction.Mul, Activation: FusedActivation.None or FusedActivation.Relu } product
                when product.A != product.B && tensor.Shape.Equals(product.Output.Shape):
                return Follow(step.Outputs[0]);
            default:
                return WeightedLayer.Of(step) is { } layer && layer.Input == tensor && layer.InputChannels == _channels && AddReader(layer);
        }
    }

    private bool AddReader(WeightedLayer layer)
    {
        _readers.Add(layer);
        return true;
    }

    /// <summary>A product of two factors would be their square; a gate must not carry the factor.</summary>
    private bool IsConsistent()
    {
        return _tensors
            .SelectMany(_links.Readers)
            .OfType<Binary>()
            .All(product => !(_tensors.Contains(product.A) && _tensors.Contains(product.B)));
    }
}
