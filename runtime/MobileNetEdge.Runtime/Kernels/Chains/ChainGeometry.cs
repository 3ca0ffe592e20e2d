namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The windows of a convolution, with a border that a PAD before it adds.</summary>
internal static class ChainGeometry
{
    /// <summary>The largest border that is made in place; networks have 1 to 3.</summary>
    private const int MaxBorder = 16;

    public static WindowGeometry Of(DepthwiseConv2D conv, Pad? pad)
    {
        return Of(conv.Input.Shape, conv.Weights.Shape, conv.Output.Shape, conv.Vertical, conv.Horizontal, conv.Padding, pad);
    }

    public static WindowGeometry Of(Conv2D conv, Pad? pad)
    {
        return Of(conv.Input.Shape, conv.Weights.Shape, conv.Output.Shape, conv.Vertical, conv.Horizontal, conv.Padding, pad);
    }

    public static WindowGeometry Of(Pool2D pool, Pad? pad)
    {
        Shape window = new(1, pool.WindowHeight, pool.WindowWidth, 1);
        return Of(pool.Input.Shape, window, pool.Output.Shape, new(pool.StrideHeight), new(pool.StrideWidth), pool.Padding, pad);
    }

    /// <summary>Whether a PAD adds to height and width alone.</summary>
    public static bool IsFoldable(Pad pad)
    {
        return pad.Before.Length == 4
            && pad.Before[0] == 0 && pad.After[0] == 0 && pad.Before[3] == 0 && pad.After[3] == 0
            && pad.Before[1] <= MaxBorder && pad.Before[2] <= MaxBorder && pad.After[1] <= MaxBorder && pad.After[2] <= MaxBorder
            && pad.Input.Type == ElementType.Int8;
    }

    private static WindowGeometry Of(
        Shape input, Shape weights, Shape output, WindowAxis vertical, WindowAxis horizontal, Padding padding, Pad? pad)
    {
        return new(
            input[0],
            WithBorder(SlidingAxis.Of(vertical, input[1], weights[1], output[1], padding), pad, 1),
            WithBorder(SlidingAxis.Of(horizontal, input[2], weights[2], output[2], padding), pad, 2),
            input[3]);
    }

    private static SlidingAxis WithBorder(SlidingAxis axis, Pad? pad, int dimension)
    {
        return pad is null
            ? axis
            : axis with { Input = pad.Input.Shape[dimension], PaddingBefore = axis.PaddingBefore + pad.Before[dimension] };
    }
}
