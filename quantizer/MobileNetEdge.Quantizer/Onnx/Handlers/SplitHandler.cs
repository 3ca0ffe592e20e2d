using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Split, and what it has in common with Slice: neighbouring elements of an activation.</summary>
internal static class SplitHandler
{
    private const int SizesAsInput = 13;

    /// <summary>Split: the parts of one dimension, of given sizes or as equal as can be.</summary>
    public static Value Import(OnnxNode node)
    {
        Value argument = node.Input(0);
        int axis = node.Axis(node.Int("axis", 0), argument.Shape.Length);
        int[] sizes = Sizes(node, argument.Shape[axis]);
        if (sizes.Length != node.Proto.Output.Count || sizes.Any(size => size < 0) || sizes.Sum(size => (long)size) != argument.Shape[axis])
        {
            throw node.Invalid($"found sizes {Brackets.Of(sizes)} for {node.Proto.Output.Count} outputs and an extent of {argument.Shape[axis]}");
        }

        ImmutableArray<int> order = argument is Activation value ? GraphBuilder.NaturalOrder(value) : [];
        Value[] parts = new Value[sizes.Length];
        for (int i = 0, begin = 0; i < sizes.Length; begin += sizes[i++])
        {
            parts[i] = argument is Activation activation
                ? Part(node, activation, node.Proto.Output[i], order, At(argument, axis, begin), With(argument, axis, sizes[i]))
                : Part(node, (Constant)argument, axis, begin, sizes[i]);
        }

        return new SeveralValues([.. parts]);
    }

    /// <summary>Appends what takes neighbouring elements of an activation.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The activation.</param>
    /// <param name="name">A name for the result.</param>
    /// <param name="order">The order in which the activation is stored, and the result.</param>
    /// <param name="begin">The first element along each dimension of the value.</param>
    /// <param name="shape">How many are taken.</param>
    public static Activation Part(
        OnnxNode node, Activation value, string name, ImmutableArray<int> order, ImmutableArray<int> begin, ImmutableArray<int> shape)
    {
        Tensor stored = node.Builder.Arrange(value, order);
        Tensor output = GraphBuilder.NewTensor(name, [.. order.Select(d => shape[d])]);
        node.Builder.Append(new Slice(stored, output, [.. order.Select(d => begin[d])]));
        return new Activation(output, Layout.Stored(shape, order));
    }

    private static Constant Part(OnnxNode node, Constant constant, int axis, int begin, int size)
    {
        long[] strides = StridedCopy.RowMajorStrides(constant.Shape);
        return StridedCopy.Of(constant, With(constant, axis, size), [.. strides], begin * strides[axis], node.Budget);
    }

    private static int[] Sizes(OnnxNode node, int extent)
    {
        if (node.OperatorSet < SizesAsInput && node.Ints("split") is { } given)
        {
            return given;
        }

        if (node.OperatorSet >= SizesAsInput && node.Has(1))
        {
            return node.Integers(1, "the sizes");
        }

        int outputs = node.Proto.Output.Count;
        int count = node.Int("num_outputs", outputs);
        if (count != outputs || outputs == 0)
        {
            throw node.Invalid($"found num_outputs {count} for {outputs} outputs");
        }

        int size = (int)(((long)extent + count - 1) / count);
        return [.. Enumerable.Range(0, count).Select(i => (int)Math.Clamp(extent - (long)i * size, 0, size))];
    }

    private static ImmutableArray<int> At(Value value, int axis, int begin)
    {
        return [.. Enumerable.Range(0, value.Shape.Length).Select(d => d == axis ? begin : 0)];
    }

    private static ImmutableArray<int> With(Value value, int axis, int size) => value.Shape.SetItem(axis, size);
}
