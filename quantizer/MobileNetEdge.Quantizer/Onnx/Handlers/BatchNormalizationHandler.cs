using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>BatchNormalization with running statistics; the channels are the value's second dimension.</summary>
internal static class BatchNormalizationHandler
{
    /// <summary>Imports the node.</summary>
    public static Value Import(OnnxNode node)
    {
        if (node.Int("training_mode", 0) != 0 || node.Int("spatial", 1) != 1)
        {
            throw new NodeFaultException("training_mode or spatial statistics; only running statistics of channels are supported");
        }

        Activation argument = node.Activation(0);
        int rank = argument.Shape.Length;
        if (rank < 2)
        {
            throw node.Invalid($"found {rank} dimensions, expected at least 2");
        }

        ImmutableArray<int> order = [0, .. Enumerable.Range(2, rank - 2), 1];
        Tensor input = node.Builder.Arrange(argument, order);
        Tensor output = GraphBuilder.NewTensor(node.OutputName, [.. input.Shape.Extents]);
        node.Builder.Append(new BatchNormalization(
            input, output, Vector(node, 1), Vector(node, 2), Vector(node, 3), Vector(node, 4), node.Float("epsilon", 1e-5f)));
        return new Activation(output, Layout.Stored(argument.Shape, order));
    }

    private static Tensor Vector(OnnxNode node, int input)
    {
        Constant constant = node.Constant(input, $"input {input}");
        int channels = node.Input(0).Shape[1];
        return constant.Count == channels
            ? node.Builder.Weights(constant, "vector", node.Proto.Input[input], vector => vector.Reshaped([channels]))
            : throw node.Invalid($"found {constant.Count} elements of input {input}, expected one for each of {channels} channels");
    }
}
