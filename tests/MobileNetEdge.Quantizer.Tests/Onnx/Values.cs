namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>A value as ONNX sees it: extents and elements in row-major order, images channels first.</summary>
internal sealed record Values(int[] Shape, float[] Elements)
{
    /// <summary>Random elements of -2 to 2.</summary>
    public static Values Random(int seed, params int[] shape)
    {
        Random random = new(seed);
        return new Values(shape, [.. Enumerable.Range(0, Count(shape)).Select(_ => (random.NextSingle() * 4) - 2)]);
    }

    /// <summary>One element of [N, C, H, W].</summary>
    public float At(int n, int c, int y, int x) => Elements[(((((n * Shape[1]) + c) * Shape[2]) + y) * Shape[3]) + x];

    /// <summary>The same elements under another shape.</summary>
    public Values Reshape(params int[] shape) => new(shape, Elements);

    /// <summary>A function of each element.</summary>
    public Values Map(Func<float, float> function) => new(Shape, [.. Elements.Select(function)]);

    /// <summary>The dimensions in another order.</summary>
    public Values Transpose(params int[] order)
    {
        int[] shape = [.. order.Select(d => Shape[d])];
        float[] moved = new float[Elements.Length];
        int[] index = new int[shape.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            for (int d = shape.Length - 1, rest = i; d >= 0; d--)
            {
                (rest, index[order[d]]) = Math.DivRem(rest, shape[d]);
            }

            moved[i] = Elements[index.Select((at, d) => at * Count(Shape[(d + 1)..])).Sum()];
        }

        return new Values(shape, moved);
    }

    /// <summary>[N, C, H, W] as it is stored: [N, H, W, C]; anything else as it is.</summary>
    public Values AsStored() => Shape.Length == 4 ? Transpose(0, 2, 3, 1) : this;

    public static int Count(int[] shape) => shape.Aggregate(1, (product, extent) => product * extent);
}
