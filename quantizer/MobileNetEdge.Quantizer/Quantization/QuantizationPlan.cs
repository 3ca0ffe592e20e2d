namespace MobileNetEdge.Quantizer;

/// <summary>A float network with all that is decided about its int8 form: the scale of each activation, the integers of each layer.</summary>
/// <param name="graph">The network of floats, canonical and without clips.</param>
/// <param name="scales">The scales of its activations.</param>
internal sealed class QuantizationPlan(Graph graph, ActivationScales scales)
{
    /// <summary>The network of floats.</summary>
    public Graph Graph => graph;

    /// <summary>The scales of its activations.</summary>
    public ActivationScales Scales => scales;

    /// <summary>The channels of activations of which some are copies.</summary>
    public Dictionary<Tensor, ChannelCopies> Copies { get; } = [];

    /// <summary>The constants of each layer, by its output.</summary>
    public Dictionary<Tensor, QuantizedWeights> Layers { get; } = [];
}
