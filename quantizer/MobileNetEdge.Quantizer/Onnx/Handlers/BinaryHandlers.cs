using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Add, Sub, Mul, and Div by a constant, with NumPy's broadcasting.</summary>
internal static class BinaryHandlers
{
    /// <summary>Add.</summary>
    public static Value Add(OnnxNode node) => Import(node, BinaryFunction.Add);

    /// <summary>Sub.</summary>
    public static Value Sub(OnnxNode node) => Import(node, BinaryFunction.Sub);

    /// <summary>Mul.</summary>
    public static Value Mul(OnnxNode node) => Import(node, BinaryFunction.Mul);

    /// <summary>Div: a product with the divisor's reciprocal.</summary>
    public static Value Div(OnnxNode node)
    {
        if (node.IsConstant)
        {
            return BinaryFolding.Divide(node, node.Constant(0, "the dividend"), node.Constant(1, "the divisor"));
        }

        Constant reciprocal = BinaryFolding.Reciprocal(node, node.Constant(1, "the divisor"));
        return Append(node, BinaryFunction.Mul, node.Activation(0), reciprocal);
    }

    private static Value Import(OnnxNode node, BinaryFunction function)
    {
        return node.IsConstant
            ? BinaryFolding.Fold(node, function, node.Constant(0, "an operand"), node.Constant(1, "an operand"))
            : Append(node, function, node.Input(0), node.Input(1));
    }

    private static Activation Append(OnnxNode node, BinaryFunction function, Value a, Value b)
    {
        ImmutableArray<int> shape = Broadcast.Shape(node, a.Shape, b.Shape);
        (Tensor left, Tensor right, Layout layout, ImmutableArray<int> stored) = Arrange(node, a, b, shape);
        Tensor output = GraphBuilder.NewTensor(node.OutputName, stored);
        node.Builder.Append(new Binary(function, left, right, output, FusedActivation.None));
        return new Activation(output, layout);
    }

    /// <summary>Brings both operands into one order, that of the one that the result is shaped like.</summary>
    private static (Tensor A, Tensor B, Layout Layout, ImmutableArray<int> Stored) Arrange(
        OnnxNode node, Value a, Value b, ImmutableArray<int> shape)
    {
        if (Leader(a, b, shape) is { } leader && IsEasy(leader, leader == a ? b : a))
        {
            return (Plain(node, 0, a, leader), Plain(node, 1, b, leader), leader.Layout, [.. leader.Tensor.Shape.Extents]);
        }

        ImmutableArray<int> order = Leader(a, b, shape) is { } first
            ? GraphBuilder.NaturalOrder(first)
            : shape.Length == 4 ? GraphBuilder.ChannelsLast : [.. Enumerable.Range(0, shape.Length)];
        ImmutableArray<int> stored = [.. order.Select(d => shape[d])];
        return (Ordered(node, 0, a, order), Ordered(node, 1, b, order), Layout.Stored(shape, order), stored);
    }

    private static Activation? Leader(Value a, Value b, ImmutableArray<int> shape)
    {
        return new[] { a, b }.OfType<Activation>().FirstOrDefault(value => value.Shape.AsSpan().SequenceEqual(shape.AsSpan()));
    }

    /// <summary>Whether the other operand fits the leader's tensor as it is: it is one number, or stored alike.</summary>
    private static bool IsEasy(Activation leader, Value other)
    {
        return other is Constant { Count: 1 } || (other is Activation value && value.Layout.SameAs(leader.Layout));
    }

    private static Tensor Plain(OnnxNode node, int input, Value value, Activation leader)
    {
        return value is Activation activation
            ? node.Builder.Reshape(activation.Tensor, [.. leader.Tensor.Shape.Extents])
            : node.Builder.Weights((Constant)value, "scalar", Name(node, input), constant => constant.Reshaped([1]));
    }

    private static Tensor Ordered(OnnxNode node, int input, Value value, ImmutableArray<int> order)
    {
        ImmutableArray<int> shape = Broadcast.Prepend(value.Shape, order.Length);
        return value is Activation activation
            ? node.Builder.Arrange(new Activation(activation.Tensor, activation.Layout.Reshaped(shape)!), order)
            : node.Builder.Weights(
                (Constant)value, $"trimmed {string.Join(',', order)}", Name(node, input),
                constant => Broadcast.Trimmed(constant.Reshaped(shape).Transposed(order, node.Budget)));
    }

    private static string Name(OnnxNode node, int input) => $"{node.Proto.Input[input]}";
}
