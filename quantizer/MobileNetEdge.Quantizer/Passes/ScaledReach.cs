namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// How far a factor for each channel of a tensor goes: through steps that only pass it on, such as pooling, the product with a gate or a sum
/// whose other terms take it as well, from the layers that write it to the layers whose weights can take it back.
/// </summary>
internal sealed class ScaledReach
{
    private readonly GraphLinks _links;
    private readonly int _channels;
    private readonly bool _mayClip;
    private readonly List<Tensor> _tensors = [];
    private readonly List<WeightedLayer> _writers = [];
    private readonly List<WeightedLayer> _readers = [];

    private ScaledReach(GraphLinks links, int channels, bool mayClip)
    {
        _links = links;
        _channels = channels;
        _mayClip = mayClip;
    }

    /// <summary>The tensors that the factor reaches, its origin first.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>The layers that put it in.</summary>
    public IReadOnlyList<WeightedLayer> Writers => _writers;

    /// <summary>The layers that take it back.</summary>
    public IReadOnlyList<WeightedLayer> Readers => _readers;

    /// <summary>Follows a factor; null where it reaches something that would compute another result.</summary>
    /// <param name="origin">A layer's output.</param>
    /// <param name="channels">Its innermost extent.</param>
    /// <param name="links">Who writes and reads what.</param>
    /// <param name="mayClip">Whether layers with RELU6 count, the caller taking care of its bound.</param>
    public static ScaledReach? Of(Tensor origin, int channels, GraphLinks links, bool mayClip)
    {
        ScaledReach reach = new(links, channels, mayClip);
        return reach.Follow(origin) && reach._readers.Count > 0 && reach.IsConsistent() ? reach : null;
    }

    private bool Follow(Tensor tensor)
    {
        if (_tensors.Contains(tensor))
        {
            return true;
        }

        _tensors.Add(tensor);
        return !_links.IsOutput(tensor) && FollowBack(tensor) && _links.Readers(tensor).All(step => FollowInto(step, tensor));
    }

    private bool FollowBack(Tensor tensor)
    {
        Operator? step = _links.Producer(tensor);
        switch (step)
        {
            case Binary { Function: BinaryFunction.Mul }:
                return _tensors.Contains(step.Inputs[0]) || _tensors.Contains(step.Inputs[1]);
            case Binary:
                return Follow(step.Inputs[0]) && Follow(step.Inputs[1]);
            case Mean or Pool2D or Reshape or Pad:
                return Follow(step.Inputs[0]);
            default:
                return WeightedLayer.Of(step) is { } layer && layer.OutputChannels == _channels && CanScale(layer.Activation) && Add(_writers, layer);
        }
    }

    private bool FollowInto(Operator step, Tensor tensor)
    {
        switch (step)
        {
            case Mean mean when !mean.Axes.Contains(tensor.Shape.Rank - 1):
            case Pool2D { Activation: FusedActivation.None or FusedActivation.Relu }:
            case Pad pad when pad.Output.Shape[^1] == _channels:
            case Reshape when step.Outputs[0].Shape.Rank > 0 && step.Outputs[0].Shape[^1] == _channels:
            case Binary { Activation: FusedActivation.None or FusedActivation.Relu } binary
                when binary.A != binary.B && PassesOn(binary, tensor):
                return Follow(step.Outputs[0]);
            default:
                return WeightedLayer.Of(step) is { } layer && layer.Input == tensor && layer.InputChannels == _channels && Add(_readers, layer);
        }
    }

    /// <summary>A product passes on the factor of either side, a sum that of both.</summary>
    private static bool PassesOn(Binary step, Tensor tensor)
    {
        return tensor.Shape.Equals(step.Output.Shape)
            && (step.Function == BinaryFunction.Mul || (step.A.Shape.Equals(step.B.Shape) && !step.A.IsConstant && !step.B.IsConstant));
    }

    private bool CanScale(FusedActivation activation)
    {
        return activation is FusedActivation.None or FusedActivation.Relu || (_mayClip && activation == FusedActivation.Relu6);
    }

    private static bool Add(List<WeightedLayer> layers, WeightedLayer layer)
    {
        layers.Add(layer);
        return true;
    }

    /// <summary>A product of two factors would be their square; a gate must not carry the factor.</summary>
    private bool IsConsistent()
    {
        return _tensors
            .SelectMany(_links.Readers)
            .OfType<Binary>()
            .Where(binary => binary.Function == BinaryFunction.Mul)
            .All(product => !(_tensors.Contains(product.A) && _tensors.Contains(product.B)));
    }
}
