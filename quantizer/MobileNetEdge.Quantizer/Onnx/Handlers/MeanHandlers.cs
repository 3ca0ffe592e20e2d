using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>GlobalAveragePool, ReduceMean.</summary>
internal static class MeanHandlers
{
    private const int AxesAsInput = 18;

    /// <summary>GlobalAveragePool: the mean over all dimensions from the third on.</summary>
    public static Value GlobalAveragePool(OnnxNode node)
    {
        Activation argument = node.Activation(0);
        return argument.Shape.Length > 2
            ? Append(node, argument, [.. Enumerable.Range(2, argument.Shape.Length - 2)], keepDimensions: true)
            : throw node.Invalid($"found {argument.Shape.Length} dimensions, expected at least 3");
    }

    /// <summary>ReduceMean.</summary>
    public static Value ReduceMean(OnnxNode node)
    {
        Activation argument = node.Activation(0);
        int rank = argument.Shape.Length;
        int[] axes = node.AxesOf(1, AxesAsInput) ?? [];
        if (axes.Length == 0 && node.Int("noop_with_empty_axes", 0) != 0)
        {
            return argument;
        }

        IEnumerable<int> all = axes.Length > 0 ? axes : Enumerable.Range(0, rank);
        return Append(node, argument, node.Axes(all, rank), node.Int("keepdims", 1) != 0);
    }

    private static Activation Append(OnnxNode node, Activation argument, int[] axes, bool keepDimensions)
    {
        ImmutableArray<int> order = GraphBuilder.NaturalOrder(argument);
        Tensor input = node.Builder.Arrange(argument, order);
        ImmutableArray<int> averaged = [.. axes.Select(axis => order.IndexOf(axis)).Order()];
        int[] kept = [.. Enumerable.Range(0, order.Length).Where(d => !axes.Contains(d))];
        ImmutableArray<int> shape = keepDimensions
            ? [.. argument.Shape.Select((extent, d) => axes.Contains(d) ? 1 : extent)]
            : [.. kept.Select(d => argument.Shape[d])];
        ImmutableArray<int> newOrder = keepDimensions
            ? order
            : [.. order.Where(kept.Contains).Select(d => Array.IndexOf(kept, d))];
        Tensor output = GraphBuilder.NewTensor(node.OutputName, [.. newOrder.Select(d => shape[d])]);
        node.Builder.Append(new Mean(input, output, averaged, keepDimensions));
        return new Activation(output, Layout.Stored(shape, newOrder));
    }
}
