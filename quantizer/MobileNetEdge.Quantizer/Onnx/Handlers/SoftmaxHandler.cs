using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Softmax along one dimension, or, before operator set 13, along all from one dimension on.</summary>
internal static class SoftmaxHandler
{
    private const int OneDimension = 13;

    /// <summary>Imports the node.</summary>
    public static Value Import(OnnxNode node)
    {
        Activation argument = node.Activation(0);
        int rank = argument.Shape.Length;
        bool one = node.OperatorSet >= OneDimension;
        int axis = node.Axis(node.Int("axis", one ? -1 : 1), rank);
        int end = one ? axis + 1 : rank;
        if (!argument.Layout.EndsWith(axis, end))
        {
            ImmutableArray<int> order =
                [.. Enumerable.Range(0, axis), .. Enumerable.Range(end, rank - end), .. Enumerable.Range(axis, end - axis)];
            argument = new Activation(node.Builder.Arrange(argument, order), Layout.Stored(argument.Shape, order));
        }

        int depth = argument.Shape.Skip(axis).Take(end - axis).Aggregate(1, (product, extent) => product * extent);
        Tensor input = argument.Tensor.Shape.Rank > 0 && argument.Tensor.Shape[^1] == depth
            ? argument.Tensor
            : node.Builder.Reshape(argument.Tensor, [argument.Tensor.Shape.ElementCount / depth, depth]);
        Tensor output = GraphBuilder.NewTensor(node.OutputName, [.. input.Shape.Extents]);
        return new Activation(node.Builder.Append(new Softmax(input, output, Beta: 1)), argument.Layout);
    }
}
