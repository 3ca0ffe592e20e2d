using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Gemm, MatMul by constant weights.</summary>
internal static class MatrixHandlers
{
    /// <summary>Gemm: alpha A B + beta C.</summary>
    public static Value Gemm(OnnxNode node)
    {
        Activation argument = node.Activation(0, rank: 2);
        Constant weights = node.Constant(1, "the weights");
        if (node.Int("transA", 0) != 0)
        {
            throw new NodeFaultException("transposes its activations");
        }

        if (weights.Shape.Length != 2)
        {
            throw node.Invalid($"found weights of shape {Brackets.Of(weights.Shape)}, expected 2 dimensions");
        }

        bool outputsFirst = node.Int("transB", 0) != 0;
        Tensor? bias = Bias(node, outputsFirst ? weights.Shape[0] : weights.Shape[1], node.Float("beta", 1));
        return Append(node, argument, weights, outputsFirst, node.Float("alpha", 1), bias);
    }

    /// <summary>MatMul of activations by a constant matrix.</summary>
    public static Value MatMul(OnnxNode node)
    {
        Activation argument = node.Activation(0);
        Constant weights = node.Constant(1, "the weights");
        int batches = Math.Max(weights.Shape.Length - 2, 0);
        if (argument.Shape.Length < 2 || weights.Shape.Length < 2 || weights.Shape.Take(batches).Any(extent => extent != 1))
        {
            throw new NodeFaultException(
                $"operands of shapes {Brackets.Of(argument.Shape)} and {Brackets.Of(weights.Shape)}; the second must be one matrix");
        }

        ImmutableArray<int> outer = Broadcast.Prepend(argument.Shape, Math.Max(argument.Shape.Length, weights.Shape.Length));
        Activation aligned = new(argument.Tensor, argument.Layout.Reshaped(outer)!);
        return Append(node, aligned, weights.Reshaped(weights.Shape[batches..]), outputsFirst: false, alpha: 1, bias: null);
    }

    private static Activation Append(OnnxNode node, Activation argument, Constant weights, bool outputsFirst, float alpha, Tensor? bias)
    {
        int depth = argument.Shape[^1];
        if (weights.Shape[outputsFirst ? 1 : 0] != depth)
        {
            throw node.Invalid($"found weights of shape {Brackets.Of(weights.Shape)} for {depth} elements");
        }

        (Tensor input, ImmutableArray<int> factors, ImmutableArray<int> order) = Rows(node, argument);
        int outputs = weights.Shape[outputsFirst ? 0 : 1];
        string form = $"matrix {outputsFirst} {alpha:r} {string.Join('x', factors)} {string.Join(',', order)}";
        Tensor matrix = node.Builder.Weights(
            weights, form, node.Proto.Input[1], constant => Scaled(node, Matrix(node, constant, outputsFirst, factors, order), alpha));
        ImmutableArray<int> shape = [.. argument.Shape[..^1], outputs];
        Tensor output = GraphBuilder.NewTensor(node.OutputName, shape);
        node.Builder.Append(new FullyConnected(input, matrix, bias, output, KeepDimensions: shape.Length > 2, FusedActivation.None));
        return new Activation(output, Layout.RowMajor(shape));
    }

    /// <summary>The argument with its innermost dimension last, in whichever order the tensor holds its factors.</summary>
    private static (Tensor Input, ImmutableArray<int> Factors, ImmutableArray<int> Order) Rows(OnnxNode node, Activation argument)
    {
        return argument.Layout.InnermostFactors() is { } innermost
            ? (node.Builder.Reshape(argument.Tensor, argument.Shape), innermost.Factors, innermost.Order)
            : (node.Builder.RowMajor(argument), [argument.Shape[^1]], [0]);
    }

    /// <summary>The weights as [outputs, depth], the depth in the order in which the activations lie.</summary>
    private static Constant Matrix(
        OnnxNode node, Constant weights, bool outputsFirst, ImmutableArray<int> factors, ImmutableArray<int> order)
    {
        int outputs = weights.Shape[outputsFirst ? 0 : 1];
        ImmutableArray<int> shape = outputsFirst ? [outputs, .. factors] : [.. factors, outputs];
        int first = outputsFirst ? 1 : 0;
        ImmutableArray<int> permutation = [outputsFirst ? 0 : factors.Length, .. order.Select(factor => factor + first)];
        Constant matrix = weights.Reshaped(shape).Transposed(permutation, node.Budget);
        return matrix.Reshaped([outputs, weights.Shape[outputsFirst ? 1 : 0]]);
    }

    private static Constant Scaled(OnnxNode node, Constant constant, float factor)
    {
        return factor == 1 ? constant : BinaryFolding.Fold(node, BinaryFunction.Mul, constant, Constant.OfFloats([1], [factor]));
    }

    private static Tensor? Bias(OnnxNode node, int outputs, float beta)
    {
        if (!node.Has(2) || beta == 0)
        {
            return null;
        }

        Constant bias = node.Constant(2, "the bias");
        bool oneRow = bias.Shape.Length <= 2 && (bias.Count == 1 || (bias.Count == outputs && bias.Shape[^1] == outputs));
        if (!oneRow)
        {
            throw new NodeFaultException(
                $"a bias of shape {Brackets.Of(bias.Shape)}; only one value for each of {outputs} outputs is supported");
        }

        return node.Builder.Weights(
            bias, $"bias {beta:r} {outputs}", node.Proto.Input[2],
            constant => Scaled(node, constant.Reshaped([constant.Count]).BroadcastTo([outputs], node.Budget), beta));
    }
}
