using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Diagnosis;

/// <summary>
/// An int8 model computed in float on the reals of its integers, where the rounding of each activation can be switched off. What is never
/// switched off is saturation: networks rely on the ends of ranges as clamps.
/// </summary>
internal sealed class SwitchableNetwork
{
    private readonly Dictionary<Tensor, Tensor> _reals = [];
    private readonly Dictionary<Tensor, RoundingFunction> _roundings = [];
    private readonly List<SwitchableLayer> _layers = [];

    /// <summary>Builds the network.</summary>
    /// <exception cref="UnsupportedModelException">The model has operators or types that have no float form.</exception>
    public SwitchableNetwork(Model quantized)
    {
        Tensor input = quantized.Inputs[0];
        List<Operator> steps = [];
        foreach (Operator step in quantized.Operators)
        {
            Add(step, steps);
        }

        Model = new Model([], [.. steps], [Real(input)], [.. quantized.Outputs.Select(Real)]);
    }

    /// <summary>The network without any rounding.</summary>
    public Model Model { get; }

    /// <summary>The activations that are rounded, in the order of execution.</summary>
    public IReadOnlyList<SwitchableLayer> Layers => _layers;

    /// <summary>Runs the network.</summary>
    /// <param name="executor">An executor of <see cref="Model"/> whose input is filled.</param>
    /// <param name="isRounded">Whether a layer, by its index, is rounded.</param>
    public void Run(FloatExecutor executor, Predicate<int> isRounded)
    {
        Dictionary<Tensor, int> indices = _layers.Select((layer, index) => (layer.Real, index)).ToDictionary(pair => pair.Real, pair => pair.index);
        executor.RunFrom(0, (tensor, values) =>
        {
            if (indices.TryGetValue(tensor, out int index) && isRounded(index))
            {
                Elements.Map(_roundings[tensor], values, values);
            }
        });
    }

    private void Add(Operator step, List<Operator> steps)
    {
        Tensor output = step.Outputs[0];
        Tensor real = Real(output);
        if (step.OnlyMoves || output.Quantization is not { IsPerChannel: false } parameters)
        {
            steps.Add(step.MapTensors(Real));
            return;
        }

        Tensor sums = real.Sibling("/exact");
        ValueRange range = ValueRange.OfInt8(output.Type == ElementType.UInt8
            ? new QuantizationParameters(parameters.Scale, parameters.ZeroPoint + sbyte.MinValue)
            : parameters);
        steps.Add(step.MapTensors(tensor => tensor == output ? sums : Real(tensor)));
        steps.Add(new Clip(sums, real, range.Min, range.Max));
        _roundings.Add(real, new RoundingFunction(parameters.Scale, new ClampFunction(range.Min, range.Max)));
        _layers.Add(new SwitchableLayer(output.Name, step.Name, range, real));
    }

    private Tensor Real(Tensor tensor)
    {
        if (!_reals.TryGetValue(tensor, out Tensor? real))
        {
            real = tensor switch
            {
                { IsConstant: false } => new Tensor(tensor.Name, ElementType.Float32, tensor.Shape),
                { Quantization: not null } => FloatConstants.Create(tensor.Name, tensor.Shape, Int8Values.Widen(tensor)),
                _ => tensor,
            };
            _reals.Add(tensor, real);
        }

        return real;
    }
}

/// <summary>An activation that can be rounded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator that writes it.</param>
/// <param name="Range">The reals that its integers reach.</param>
/// <param name="Real">The tensor in the network of floats.</param>
internal sealed record SwitchableLayer(string Name, string Operator, ValueRange Range, Tensor Real);
