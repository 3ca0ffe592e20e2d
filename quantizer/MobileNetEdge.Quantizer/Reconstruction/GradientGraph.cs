namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>
/// Derivatives of a scalar by the activations of a float network, as further steps of the same network: reverse accumulation, so one pass
/// gives all of them.
/// </summary>
/// <remarks>Only what depends on a variable is followed. A step without a rule in <see cref="GradientRules"/> ends the path behind it.</remarks>
internal sealed class GradientGraph
{
    private readonly Operator[] _forward;
    private readonly HashSet<Tensor> _dependent;
    private readonly Dictionary<Tensor, Tensor> _gradients = [];
    private readonly List<Operator> _steps = [];

    /// <summary>Prepares the derivatives of a network.</summary>
    /// <param name="forward">Its steps in the order of execution.</param>
    /// <param name="variables">The tensors whose derivatives are wanted.</param>
    public GradientGraph(IEnumerable<Operator> forward, IEnumerable<Tensor> variables)
    {
        _forward = [.. forward];
        _dependent = [.. variables];
        foreach (Operator step in _forward.Where(step => step.Inputs.Any(_dependent.Contains)))
        {
            _dependent.UnionWith(step.Outputs);
        }
    }

    /// <summary>The steps that compute the derivatives.</summary>
    public IReadOnlyList<Operator> Steps => _steps;

    /// <summary>Whether a tensor's derivative is followed.</summary>
    public bool Follows(Tensor tensor) => _dependent.Contains(tensor);

    /// <summary>The derivative by a tensor; null where the scalar does not depend on it by a known rule.</summary>
    public Tensor? Of(Tensor tensor) => _gradients.GetValueOrDefault(tensor);

    /// <summary>Adds to the derivative by a tensor.</summary>
    /// <param name="tensor">An activation; one that is not followed is left alone.</param>
    /// <param name="gradient">A part of the derivative, shaped like it.</param>
    public void Add(Tensor tensor, Tensor gradient)
    {
        if (Follows(tensor))
        {
            _gradients[tensor] = _gradients.TryGetValue(tensor, out Tensor? before)
                ? Emit(tensor.Shape, sum => new Binary(BinaryFunction.Add, before, gradient, sum, FusedActivation.None))
                : gradient;
        }
    }

    /// <summary>Adds a step.</summary>
    /// <param name="shape">Of its result.</param>
    /// <param name="create">Makes the step that writes a tensor.</param>
    /// <returns>The result.</returns>
    public Tensor Emit(Shape shape, Func<Tensor, Operator> create)
    {
        Tensor result = new($"gradient/{_steps.Count}", ElementType.Float32, shape);
        _steps.Add(create(result));
        return result;
    }

    /// <summary>Goes back through the network from the derivatives that were added.</summary>
    public void Build()
    {
        for (int i = _forward.Length - 1; i >= 0; i--)
        {
            if (Of(_forward[i].Outputs[0]) is { } gradient)
            {
                GradientRules.Apply(_forward[i], gradient, this);
            }
        }
    }
}
