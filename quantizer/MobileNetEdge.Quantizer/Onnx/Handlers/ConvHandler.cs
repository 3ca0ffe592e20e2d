using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Conv in two dimensions: whole, in groups, or depthwise.</summary>
internal static class ConvHandler
{
    private static readonly ImmutableArray<int> ToConvolution = [0, 2, 3, 1];
    private static readonly ImmutableArray<int> ToDepthwise = [1, 2, 3, 0];

    /// <summary>Imports the node.</summary>
    public static Value Import(OnnxNode node)
    {
        Constant weights = ReadWeights(node);
        int groups = CheckGroups(node, weights);
        SlidingWindow window = new(node, weights.Shape[2], weights.Shape[3]);
        window.AbsorbPad();
        Padding padding = window.PadWithZeros();
        Tensor output = window.NewOutput(weights.Shape[0]);
        bool depthwise = groups > 1 && weights.Shape[1] == 1;
        Tensor kernel = Weights(node, weights, depthwise);
        Tensor? bias = Bias(node, weights.Shape[0]);
        node.Builder.Append(depthwise
            ? new DepthwiseConv2D(
                window.Input, kernel, bias, output, window.Vertical, window.Horizontal, padding, FusedActivation.None)
            : new Conv2D(
                window.Input, kernel, bias, output, window.Vertical, window.Horizontal, padding, FusedActivation.None));
        return SlidingWindow.Result(output);
    }

    /// <summary>[outputs, C / groups, height, width].</summary>
    private static Constant ReadWeights(OnnxNode node)
    {
        node.Activation(0, rank: 4);
        Constant weights = node.Constant(1, "the weights");
        if (weights.Shape.Length != 4 || weights.Count == 0)
        {
            throw node.Invalid($"found weights of shape {Brackets.Of(weights.Shape)}, expected 4 dimensions");
        }

        int[] kernel = node.Ints("kernel_shape", [weights.Shape[2], weights.Shape[3]]);
        return kernel.SequenceEqual(weights.Shape.Skip(2))
            ? weights
            : throw node.Invalid($"found kernel_shape {Brackets.Of(kernel)} for weights of shape {Brackets.Of(weights.Shape)}");
    }

    private static int CheckGroups(OnnxNode node, Constant weights)
    {
        int groups = node.Int("group", 1);
        int channels = node.Input(0).Shape[1];
        return groups > 0 && (long)groups * weights.Shape[1] == channels && weights.Shape[0] % groups == 0
            ? groups
            : throw node.Invalid($"found {groups} groups and weights of shape {Brackets.Of(weights.Shape)} for {channels} channels");
    }

    private static Tensor Weights(OnnxNode node, Constant weights, bool depthwise)
    {
        string name = node.Proto.Input[1];
        return depthwise
            ? node.Builder.Weights(weights, "depthwise", name, constant => constant.Transposed(ToDepthwise, node.Budget))
            : node.Builder.Weights(weights, "conv", name, constant => constant.Transposed(ToConvolution, node.Budget));
    }

    private static Tensor? Bias(OnnxNode node, int outputs)
    {
        if (!node.Has(2))
        {
            return null;
        }

        Constant bias = node.Constant(2, "the bias");
        return bias.Count == outputs
            ? node.Builder.Weights(bias, "vector", node.Proto.Input[2], vector => vector.Reshaped([outputs]))
            : throw node.Invalid($"found {bias.Count} biases, expected one for each of {outputs} outputs");
    }
}
