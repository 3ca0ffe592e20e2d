namespace MobileNetEdge.Quantizer;

/// <summary>
/// Gives every activation its scale and zero point: from its range, fixed by TensorFlow Lite's 8-bit quantization specification, or shared
/// with the tensors that an operator requires to have the same.
/// </summary>
internal sealed class ActivationScales
{
    private readonly Dictionary<Tensor, Tensor> _parents = [];
    private readonly Dictionary<Tensor, QuantizationParameters> _fixed = [];
    private readonly Dictionary<Tensor, ValueRange> _ranges = [];

    private ActivationScales()
    {
    }

    /// <summary>Decides the scales of a network.</summary>
    /// <param name="graph">The network of floats.</param>
    /// <param name="rangeOf">The range of an activation.</param>
    public static ActivationScales Of(Graph graph, Func<Tensor, ValueRange> rangeOf)
    {
        ActivationScales scales = new();
        foreach (Tensor input in graph.Inputs)
        {
            scales._ranges[input] = rangeOf(input);
        }

        foreach (Operator step in graph.Operators)
        {
            scales.Visit(step, rangeOf);
        }

        return scales;
    }

    /// <summary>The scale and zero point of an activation.</summary>
    public QuantizationParameters this[Tensor tensor]
    {
        get
        {
            Tensor root = Root(tensor);
            return _fixed.TryGetValue(root, out QuantizationParameters? given) ? given : _ranges[root].ToInt8();
        }
    }

    /// <summary>The activations that share a scale with others or have their own, those with a scale that is given excepted.</summary>
    public IEnumerable<IReadOnlyList<Tensor>> FreeGroups()
    {
        return _ranges.Keys.GroupBy(Root).Where(group => !_fixed.ContainsKey(group.Key)).Select(group => group.ToArray());
    }

    /// <summary>Whether a tensor is an activation of the network.</summary>
    public bool Contains(Tensor tensor) => _ranges.ContainsKey(tensor);

    /// <summary>The range that an activation's scale comes from.</summary>
    public ValueRange RangeOf(Tensor tensor) => _ranges[Root(tensor)];

    /// <summary>Gives an activation, and those that share its scale, another range.</summary>
    public void SetRange(Tensor tensor, ValueRange range) => _ranges[Root(tensor)] = range;

    private void Visit(Operator step, Func<Tensor, ValueRange> rangeOf)
    {
        Tensor output = step.Outputs[0];
        _ranges[output] = rangeOf(output);
        if (FixedOutput(step) is { } parameters)
        {
            _fixed[output] = parameters;
        }
        else if (step is Concatenation or Slice or Pool2D or Reshape or Pad or Transpose or Resize)
        {
            foreach (Tensor input in step.Inputs.Where(input => !input.IsConstant))
            {
                Join(input, output);
            }
        }
    }

    private static QuantizationParameters? FixedOutput(Operator step) => step switch
    {
        Softmax or Unary { Function: UnaryFunction.Logistic } => new QuantizationParameters(1f / 256, sbyte.MinValue),
        Unary { Function: UnaryFunction.Tanh } => new QuantizationParameters(1f / 128, 0),
        _ => null,
    };

    private void Join(Tensor a, Tensor b)
    {
        (Tensor rootA, Tensor rootB) = (Root(a), Root(b));
        if (rootA == rootB)
        {
            return;
        }

        _parents[rootB] = rootA;
        _ranges[rootA] = _ranges[rootA].Union(_ranges[rootB]);
        if (_fixed.TryGetValue(rootB, out QuantizationParameters? given))
        {
            _fixed.TryAdd(rootA, given);
        }
    }

    private Tensor Root(Tensor tensor)
    {
        while (_parents.TryGetValue(tensor, out Tensor? parent))
        {
            tensor = parent;
        }

        return tensor;
    }
}
