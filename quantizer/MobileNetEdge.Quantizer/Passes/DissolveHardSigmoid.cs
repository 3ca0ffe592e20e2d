using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Spells hard-sigmoids, the gates of squeeze and excitation, by RELU6: min(max(α x + β, 0), 1) = relu6(6 α x + 6 β) / 6.
/// (Howard et al., Searching for MobileNetV3, 2019, section 5.2.)
/// </summary>
/// <remarks>
/// The line 6 α x + 6 β goes into the weights and the bias of the layer before, and the sixth into the weights of the layers that read
/// the gated activations, so that a gate costs nothing but its product. Where a layer is missing or shared, operators of their own
/// compute it: MUL and ADD by a constant before RELU6, MUL by 1/6 after it.
/// </remarks>
public sealed class DissolveHardSigmoid
{
    /// <summary>A slope so near to 1 needs no factor: spellings of 1/6 differ by as much.</summary>
    private const double SlopeTolerance = 1e-5;

    private readonly GraphLinks _links;
    private readonly Dictionary<Operator, Operator[]> _edits = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, Tensor> _replacements = [];

    private DissolveHardSigmoid(Graph graph) => _links = new GraphLinks(graph);

    /// <summary>Rewrites a network of floats; no hard-sigmoid is left.</summary>
    /// <exception cref="InvalidModelException">Shapes contradict the operators' definitions.</exception>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        DissolveHardSigmoid pass = new(graph);
        foreach (HardSigmoid gate in graph.Operators.OfType<HardSigmoid>())
        {
            pass.Dissolve(gate);
        }

        graph.Rewrite(step => pass._edits.GetValueOrDefault(step) ?? [step]);
        graph.Rename(pass._replacements);
    }

    private void Dissolve(HardSigmoid gate)
    {
        OperatorChecks.Apply(gate);
        Tensor sixfold = gate.Output.Sibling("/sixfold");
        List<Operator> steps = GiveLineToLayer(gate, sixfold) ? [] : Spell(gate, sixfold);
        if (GiveSixthToReaders(gate.Output))
        {
            _replacements.Add(gate.Output, sixfold);
        }
        else
        {
            Tensor sixth = FloatConstants.Create($"{gate.Output.Name}/sixth", Shape.Scalar, [1.0 / 6]);
            steps.Add(new Binary(BinaryFunction.Mul, sixfold, sixth, gate.Output, FusedActivation.None));
        }

        _edits.Add(gate, [.. steps]);
    }

    /// <summary>Makes the layer whose sums are the gate's argument compute relu6(6 α x + 6 β), if nothing else reads them.</summary>
    private bool GiveLineToLayer(HardSigmoid gate, Tensor sixfold)
    {
        List<Tensor> chain = _links.ReshapesBefore(gate.Input);
        if (!_links.IsReadOnce(chain[^1])
            || _links.Producer(chain[^1]) is not { } producer
            || Layer(producer) is not { Activation: FusedActivation.None, OutputChannels: int channels } layer)
        {
            return false;
        }

        ChannelAffine line = ChannelAffine.Uniform(channels, 6.0 * gate.Alpha, 6.0 * gate.Beta);
        _edits[producer] = [layer.WithAffine(line, layer.Output, FusedActivation.Relu6)];
        _replacements.Add(gate.Input, sixfold);
        foreach (Tensor tensor in chain.Skip(1))
        {
            _replacements.Add(tensor, tensor.Sibling("/sixfold"));
        }

        return true;
    }

    private static List<Operator> Spell(HardSigmoid gate, Tensor sixfold)
    {
        List<Operator> steps = [];
        Tensor argument = gate.Input;
        double slope = 6.0 * gate.Alpha;
        if (Math.Abs(slope - 1) > SlopeTolerance)
        {
            argument = gate.Output.Sibling("/product");
            Tensor factor = FloatConstants.Create($"{gate.Output.Name}/slope", Shape.Scalar, [slope]);
            steps.Add(new Binary(BinaryFunction.Mul, gate.Input, factor, argument, FusedActivation.None));
        }

        Tensor offset = FloatConstants.Create($"{gate.Output.Name}/offset", Shape.Scalar, [6.0 * gate.Beta]);
        Tensor line = gate.Output.Sibling("/line");
        steps.Add(new Binary(BinaryFunction.Add, argument, offset, line, FusedActivation.None));
        steps.Add(new Unary(UnaryFunction.Relu6, line, sixfold));
        return steps;
    }

    /// <summary>Divides the weights of all that reads the gate's product by 6, if these are layers.</summary>
    private bool GiveSixthToReaders(Tensor gate)
    {
        List<Tensor> chain = _links.ReshapesAfter(gate);
        if (!_links.IsReadOnce(chain[^1])
            || _links.Readers(chain[^1]) is not [Binary { Function: BinaryFunction.Mul, Activation: FusedActivation.None } product]
            || _links.IsOutput(product.Output)
            || !_links.Readers(product.Output).All(reader => ReadsAsActivation(reader, product.Output)))
        {
            return false;
        }

        foreach (Operator reader in _links.Readers(product.Output))
        {
            _edits[reader] = [Layer(reader)!.WithInputFactor(1.0 / 6)];
        }

        foreach (Tensor tensor in chain.Skip(1).Append(product.Output))
        {
            _replacements.TryAdd(tensor, tensor.Sibling("/sixfold"));
        }

        return true;
    }

    private bool ReadsAsActivation(Operator reader, Tensor tensor)
    {
        return ReferenceEquals(reader.Inputs[0], tensor)
            && reader.Inputs.Count(input => ReferenceEquals(input, tensor)) == 1
            && Layer(reader) is not null;
    }

    /// <summary>A step as it stands after the edits so far, if that is a layer.</summary>
    private WeightedLayer? Layer(Operator step) => WeightedLayer.Of(_edits.GetValueOrDefault(step) is [Operator edited] ? edited : step);
}
