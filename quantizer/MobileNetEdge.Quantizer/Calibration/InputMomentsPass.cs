using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>The moments of every layer's inputs.</summary>
internal sealed class InputMomentsPass : ICalibrationPass<InputMomentsPass>
{
    /// <summary>A matrix of more than this squared would take too much memory and time.</summary>
    private const int MaxDepth = 2048;

    private readonly Dictionary<Tensor, List<Tensor>> _outputs = [];
    private readonly Dictionary<Tensor, InputMoments> _moments = [];

    /// <summary>Nothing seen yet.</summary>
    /// <param name="graph">The network.</param>
    public InputMomentsPass(Graph graph)
    {
        foreach (WeightedLayer layer in graph.Operators.Select(WeightedLayer.Of).OfType<WeightedLayer>())
        {
            if (LayerWindows.Of(layer) is { Depth: <= MaxDepth } windows)
            {
                _moments[layer.Output] = new InputMoments(windows);
                (_outputs.TryGetValue(layer.Input, out List<Tensor>? known) ? known : _outputs[layer.Input] = []).Add(layer.Output);
            }
        }
    }

    /// <summary>A pass that looks at no layer.</summary>
    public static InputMomentsPass Nothing { get; } = new(new Graph(new Model([], [], [], [])));

    /// <summary>The moments by the layer's output.</summary>
    public IReadOnlyDictionary<Tensor, InputMoments> Moments => _moments;

    /// <inheritdoc/>
    public void Observe(Tensor tensor, ReadOnlySpan<float> values)
    {
        foreach (Tensor output in _outputs.GetValueOrDefault(tensor) ?? [])
        {
            _moments[output].Observe(values);
        }
    }

    /// <inheritdoc/>
    public void Add(InputMomentsPass other)
    {
        foreach ((Tensor output, InputMoments moments) in other._moments)
        {
            _moments[output].Add(moments);
        }
    }
}
