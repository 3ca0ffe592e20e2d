using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Concat, of activations, of constants, or of both.</summary>
internal static class ConcatHandler
{
    /// <summary>Imports the node.</summary>
    public static Value Import(OnnxNode node)
    {
        Value first = node.Input(0);
        int axis = node.Axis(node.Int("axis", 1), first.Shape.Length);
        ImmutableArray<int> shape = JoinedShape(node, axis);
        if (node.Inputs is [{ } only])
        {
            return only;
        }

        return node.IsConstant
            ? ConcatFolding.Fold([.. node.Inputs.Cast<Constant>()], shape, axis, node.Budget)
            : Append(node, shape, axis);
    }

    private static ImmutableArray<int> JoinedShape(OnnxNode node, int axis)
    {
        int[] shape = [.. node.Input(0).Shape];
        long extent = 0;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            ImmutableArray<int> part = node.Input(i).Shape;
            bool fits = part.Length == shape.Length && !Enumerable.Range(0, shape.Length).Any(d => d != axis && part[d] != shape[d]);
            extent += fits
                ? part[axis]
                : throw node.Invalid($"found parts of shapes {Brackets.Of(node.Input(0).Shape)} and {Brackets.Of(part)}");
        }

        shape[axis] = extent <= int.MaxValue ? (int)extent : throw new NodeFaultException($"a result of extent {extent}");
        return [.. shape];
    }

    private static Activation Append(OnnxNode node, ImmutableArray<int> shape, int axis)
    {
        ImmutableArray<int> order = GraphBuilder.NaturalOrder(node.Inputs.OfType<Activation>().First());
        ImmutableArray<Tensor> parts = [.. node.Inputs.Select((part, i) => Arrange(node, part!, i, order))];
        Tensor output = GraphBuilder.NewTensor(node.OutputName, [.. order.Select(d => shape[d])]);
        node.Builder.Append(new Concatenation(parts, output, order.IndexOf(axis), FusedActivation.None));
        return new Activation(output, Layout.Stored(shape, order));
    }

    private static Tensor Arrange(OnnxNode node, Value part, int index, ImmutableArray<int> order)
    {
        return part is Activation value
            ? node.Builder.Arrange(value, order)
            : node.Builder.Weights(
                (Constant)part, string.Join(',', order), node.Proto.Input[index], constant => constant.Transposed(order, node.Budget));
    }
}
