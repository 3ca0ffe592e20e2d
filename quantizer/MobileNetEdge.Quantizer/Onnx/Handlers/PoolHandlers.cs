namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>AveragePool, MaxPool in two dimensions.</summary>
internal static class PoolHandlers
{
    /// <summary>AveragePool.</summary>
    public static Value AveragePool(OnnxNode node)
    {
        SlidingWindow window = Read(node);
        bool countsBorder = node.Int("count_include_pad", 0) != 0;
        if (countsBorder)
        {
            return BeyondPads(window)
                ? throw new NodeFaultException("ceil_mode makes windows that reach beyond pads that count")
                : Append(node, window, PoolFunction.Average, window.PadWithZeros(sameToo: true));
        }

        return window.Padding is { } rule
            ? Append(node, window, PoolFunction.Average, rule)
            : throw new NodeFaultException($"pads {Describe(window)} that don't count are supported only where they are TensorFlow's SAME");
    }

    /// <summary>MaxPool.</summary>
    public static Value MaxPool(OnnxNode node)
    {
        SlidingWindow window = Read(node);
        if (window.Padding is { } rule)
        {
            return Append(node, window, PoolFunction.Max, rule);
        }

        return node.Builder.IsNonNegative(window.Input)
            ? Append(node, window, PoolFunction.Max, window.PadWithZeros())
            : throw new NodeFaultException(
                $"pads {Describe(window)} of an input that may be negative are supported only where they are TensorFlow's SAME");
    }

    private static SlidingWindow Read(OnnxNode node)
    {
        int[] extents = node.Ints("kernel_shape") ?? throw node.Invalid("kernel_shape is missing");
        node.Activation(0, rank: 4);
        if (extents.Length != 2)
        {
            throw node.Invalid($"found {extents.Length} values of 'kernel_shape', expected 2");
        }

        SlidingWindow window = new(node, extents[0], extents[1], node.Int("ceil_mode", 0) != 0);
        return window is { Vertical.Dilation: 1, Horizontal.Dilation: 1 }
            ? window
            : throw new NodeFaultException("a dilated pooling window");
    }

    private static bool BeyondPads(SlidingWindow window) => window.Top.BeyondPads || window.Left.BeyondPads;

    private static string Describe(SlidingWindow window)
    {
        return $"[{window.Top.Before}, {window.Left.Before}, {window.Top.After}, {window.Left.After}]";
    }

    private static Activation Append(OnnxNode node, SlidingWindow window, PoolFunction function, Padding padding)
    {
        Tensor output = window.NewOutput(window.Input.Shape[3]);
        node.Builder.Append(new Pool2D(
            function, window.Input, output, window.Rows, window.Columns,
            window.Vertical.Stride, window.Horizontal.Stride, padding, FusedActivation.None));
        return SlidingWindow.Result(output);
    }
}
