using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>
/// One network that computes the float network, the simulated int8 network with an offset for each bias, how far apart they are, and the
/// derivatives of that by the offsets.
/// </summary>
internal sealed class ReconstructionNetwork
{
    private readonly List<TunedLayer> _layers = [];
    private readonly Dictionary<Tensor, Tensor> _taught = [];

    /// <summary>Builds the network.</summary>
    /// <param name="plan">The int8 network.</param>
    /// <param name="program">The float network of the plan.</param>
    /// <param name="targets">What they are to have in common.</param>
    public ReconstructionNetwork(QuantizationPlan plan, FloatProgram program, ReconstructionTarget[] targets)
    {
        Operator[] teacher = [.. program.Model.Operators.Select(Teach)];
        Operator[] student = [.. Student(plan)];
        GradientGraph gradients = new(student, _layers.Select(layer => layer.Offset));
        ImmutableArray<Tensor> differences = [.. targets.Select(target => Seed(target, gradients))];
        gradients.Build();
        Layers = [.. _layers.Select(layer => layer with { Gradient = gradients.Of(layer.Offset) }).Where(layer => layer.Gradient is not null)];
        Tensor[] outputs = [.. Layers.Select(layer => layer.Gradient!), .. differences];
        Tensor[] inputs = [plan.Graph.Inputs[0], .. _layers.Select(layer => layer.Offset)];
        Model = new Model([], [.. teacher, .. student, .. gradients.Steps], [.. inputs], [.. outputs]);
        Targets = [.. targets];
    }

    /// <summary>
    /// The network. Inputs: a picture, then an offset for each layer; those of layers that are not in <see cref="Layers"/> stay zero. Outputs:
    /// for each of <see cref="Layers"/> the derivative, then for each of <see cref="Targets"/> the differences.
    /// </summary>
    public Model Model { get; }

    /// <summary>The layers whose offsets make a difference.</summary>
    public ImmutableArray<TunedLayer> Layers { get; }

    /// <summary>What both networks are to have in common.</summary>
    public ImmutableArray<ReconstructionTarget> Targets { get; }

    private Operator Teach(Operator step) => step.MapTensors(tensor =>
    {
        if (step.Outputs[0] == tensor)
        {
            _taught.Add(tensor, tensor.Sibling("/taught"));
        }

        return _taught.GetValueOrDefault(tensor, tensor);
    });

    /// <summary>The simulated network, with an addition of its offset between each layer's sums and its activation.</summary>
    private IEnumerable<Operator> Student(QuantizationPlan plan)
    {
        Operator[] steps = [.. new SimulatedNetwork(plan).ToModel().Operators];
        Dictionary<Tensor, Tensor> rounded = steps.OfType<Rounding>().ToDictionary(step => step.Input, step => step.Output);
        foreach (Operator step in steps)
        {
            if (rounded.TryGetValue(step.Outputs[0], out Tensor? output) && plan.Layers.ContainsKey(output)
                && WeightedLayer.Of(step) is { OutputChannels: { } channels } layer)
            {
                Tensor sums = layer.Output.Sibling("/sums");
                Tensor offset = new(output.Name + "/offset", ElementType.Float32, new Shape(channels));
                _layers.Add(new TunedLayer(output, offset, _layers.Count + 1, null));
                yield return layer.WithOutput(sums, FusedActivation.None);
                yield return new Binary(BinaryFunction.Add, sums, offset, layer.Output, layer.Activation);
            }
            else
            {
                yield return step;
            }
        }
    }

    /// <summary>The difference at a target, whose weighted square is a part of the error.</summary>
    private Tensor Seed(ReconstructionTarget target, GradientGraph gradients)
    {
        Tensor taught = _taught[target.Tensor];
        Tensor difference = gradients.Emit(
            taught.Shape, result => new Binary(BinaryFunction.Sub, target.Tensor, taught, result, FusedActivation.None));
        Tensor factor = FloatConstants.Create("gradient/weight", new Shape(1), [2 * target.Weight]);
        gradients.Add(target.Tensor, gradients.Emit(
            taught.Shape, result => new Binary(BinaryFunction.Mul, difference, factor, result, FusedActivation.None)));
        return difference;
    }
}

/// <summary>A layer whose bias is tuned.</summary>
/// <param name="Output">The activation that the layer writes.</param>
/// <param name="Offset">What is added to its sums, one value a channel.</param>
/// <param name="Input">Which input of the network the offset is.</param>
/// <param name="Gradient">The derivative of the error by the offset.</param>
internal sealed record TunedLayer(Tensor Output, Tensor Offset, int Input, Tensor? Gradient);
