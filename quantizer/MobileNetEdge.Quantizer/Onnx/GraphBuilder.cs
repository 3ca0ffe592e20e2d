using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Onnx.Handlers;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>The network as it grows: its operators, and the rearrangements between them.</summary>
/// <param name="budget">What constants are charged to.</param>
internal sealed class GraphBuilder(MemoryBudget budget)
{
    private readonly Dictionary<Tensor, Tensor> _beforeReshape = [];
    private readonly Dictionary<Tensor, Operator> _producers = [];
    private readonly HashSet<Tensor> _nonNegative = [];
    private readonly Dictionary<(Constant Source, string Form), Tensor> _constants = [];

    /// <summary>N, H, W, C as dimensions of a value N, C, H, W.</summary>
    public static ImmutableArray<int> ChannelsLast { get; } = [0, 2, 3, 1];

    /// <summary>What constants are charged to.</summary>
    public MemoryBudget Budget { get; } = budget;

    /// <summary>The steps so far.</summary>
    public List<Operator> Operators { get; } = [];

    /// <summary>The operator that computes a tensor; null for an input.</summary>
    public Operator? ProducerOf(Tensor tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>Whether a tensor's elements are known to be at least 0.</summary>
    public bool IsNonNegative(Tensor tensor) => _nonNegative.Contains(tensor);

    /// <summary>Appends a step.</summary>
    /// <returns>Its output.</returns>
    public Tensor Append(Operator step)
    {
        Operators.Add(step);
        Tensor output = step.Outputs[0];
        _producers.Add(output, step);
        if (NonNegative.IsResultOf(step, _nonNegative.Contains))
        {
            _nonNegative.Add(output);
        }

        return output;
    }

    /// <summary>A new tensor of floats.</summary>
    /// <exception cref="NodeFaultException">The extents are no shape.</exception>
    public static Tensor NewTensor(string name, ImmutableArray<int> shape)
    {
        return Shape.TryCountElements(shape.AsSpan(), out _)
            ? new Tensor(name, ElementType.Float32, new Shape(shape.AsSpan()))
            : throw new NodeFaultException(
                $"its result '{name}' of shape {Brackets.Of(shape)} is empty, or too large or of too many dimensions");
    }

    /// <summary>The dimensions of a value in an order that costs nothing, or the least, to store them in.</summary>
    public static ImmutableArray<int> NaturalOrder(Activation value)
    {
        ImmutableArray<int> rowMajor = [.. Enumerable.Range(0, value.Shape.Length)];
        ImmutableArray<int>[] candidates = value.Shape.Length == 4 ? [ChannelsLast, rowMajor] : [rowMajor];
        ImmutableArray<int>[] free = [.. candidates.Where(value.Layout.Follows)];
        return free.Where(order => IsStoredAs(value, order)).Concat(free).FirstOrDefault(value.Layout.DimensionOrder() ?? candidates[0]);
    }

    /// <summary>A value as a tensor whose dimensions are the value's in an order.</summary>
    public Tensor Arrange(Activation value, ImmutableArray<int> order)
    {
        ImmutableArray<int> shape = [.. order.Select(d => value.Shape[d])];
        if (value.Layout.Follows(order))
        {
            return Reshape(value.Tensor, shape);
        }

        if (value.Layout.DimensionOrder() is { } stored && IsStoredAs(value, stored))
        {
            return Transpose(value.Tensor, [.. order.Select(d => stored.IndexOf(d))]);
        }

        Tensor factors = Reshape(value.Tensor, value.Layout.StoredFactors);
        return Reshape(Transpose(factors, value.Layout.PermutationTo(order)), shape);
    }

    /// <summary>A value in its own order, under its own shape.</summary>
    public Tensor RowMajor(Activation value) => Arrange(value, [.. Enumerable.Range(0, value.Shape.Length)]);

    /// <summary>A tensor under another shape.</summary>
    public Tensor Reshape(Tensor tensor, ImmutableArray<int> shape)
    {
        Tensor source = _beforeReshape.GetValueOrDefault(tensor, tensor);
        if (tensor.Shape.Extents.SequenceEqual(shape.AsSpan()))
        {
            return tensor;
        }

        if (source.Shape.Extents.SequenceEqual(shape.AsSpan()))
        {
            return source;
        }

        Tensor output = NewTensor($"{source.Name}/{string.Join('x', shape)}", shape);
        _beforeReshape.Add(output, source);
        return Append(new Reshape(source, output));
    }

    /// <summary>A constant as a tensor of floats, made once for all that use it in the same way.</summary>
    /// <param name="source">The constant.</param>
    /// <param name="form">A name for what <paramref name="make"/> does.</param>
    /// <param name="name">A name for the tensor.</param>
    /// <param name="make">Brings the constant into the form.</param>
    public Tensor Weights(Constant source, string form, string name, Func<Constant, Constant> make)
    {
        if (!_constants.TryGetValue((source, form), out Tensor? tensor))
        {
            Constant made = make(source).ToFloat32(Budget);
            if (!Shape.TryCountElements(made.Shape.AsSpan(), out _))
            {
                throw new NodeFaultException($"constant '{name}' of shape {Brackets.Of(made.Shape)} is empty or too large");
            }

            tensor = new Tensor(name, ElementType.Float32, new Shape(made.Shape.AsSpan()), quantization: null, made.Data);
            _constants.Add((source, form), tensor);
        }

        return tensor;
    }

    private static bool IsStoredAs(Activation value, ImmutableArray<int> order)
    {
        return value.Tensor.Shape.Extents.SequenceEqual([.. order.Select(d => value.Shape[d])]);
    }

    private Tensor Transpose(Tensor tensor, ImmutableArray<int> permutation)
    {
        Tensor output = NewTensor($"{tensor.Name}/transposed", [.. permutation.Select(d => tensor.Shape[d])]);
        return Append(new Transpose(tensor, output, permutation));
    }
}
