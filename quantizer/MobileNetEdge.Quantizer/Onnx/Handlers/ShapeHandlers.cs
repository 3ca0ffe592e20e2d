using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Operators that move no element by themselves: Flatten, Reshape, Squeeze, Unsqueeze, Transpose.</summary>
internal static class ShapeHandlers
{
    private const int AxesAsInput = 13;

    /// <summary>Flatten: the dimensions before the axis become one, those from it on another.</summary>
    public static Value Flatten(OnnxNode node)
    {
        Value argument = node.Input(0);
        int rank = argument.Shape.Length;
        int given = node.Int("axis", 1);
        int axis = given == rank ? rank : node.Axis(given, rank);
        return WithShape(node, argument, [Product(argument.Shape.Take(axis)), Product(argument.Shape.Skip(axis))]);
    }

    /// <summary>Reshape; 0 copies an extent, -1 stands for what is left.</summary>
    public static Value Reshape(OnnxNode node)
    {
        Value argument = node.Input(0);
        long[] shape = [.. node.Integers(1, "the shape").Select(extent => (long)extent)];
        bool copies = node.Int("allowzero", 0) == 0;
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 0 && copies)
            {
                shape[d] = d < argument.Shape.Length
                    ? argument.Shape[d]
                    : throw node.Invalid($"found a 0 at dimension {d} of the shape for {argument.Shape.Length} dimensions");
            }
        }

        return WithShape(node, argument, Completed(node, argument, shape));
    }

    /// <summary>Squeeze: dimensions of extent 1 go.</summary>
    public static Value Squeeze(OnnxNode node)
    {
        Value argument = node.Input(0);
        int rank = argument.Shape.Length;
        int[] axes = node.AxesOf(1, AxesAsInput) is { } given
            ? node.Axes(given, rank)
            : [.. Enumerable.Range(0, rank).Where(d => argument.Shape[d] == 1)];
        return axes.All(axis => argument.Shape[axis] == 1)
            ? WithShape(node, argument, [.. argument.Shape.Where((_, d) => !axes.Contains(d)).Select(extent => (long)extent)])
            : throw node.Invalid($"found axes {Brackets.Of(axes)} of shape {Brackets.Of(argument.Shape)}, expected extents of 1");
    }

    /// <summary>Unsqueeze: dimensions of extent 1 come.</summary>
    public static Value Unsqueeze(OnnxNode node)
    {
        Value argument = node.Input(0);
        int[] given = node.AxesOf(1, AxesAsInput) ?? throw node.Invalid("axes are missing");
        int[] axes = node.Axes(given, argument.Shape.Length + given.Length);
        List<long> shape = [.. argument.Shape.Select(extent => (long)extent)];
        foreach (int axis in axes)
        {
            shape.Insert(axis, 1);
        }

        return WithShape(node, argument, [.. shape]);
    }

    /// <summary>Transpose: only what the dimensions are called changes, unless what follows needs them in order.</summary>
    public static Value Transpose(OnnxNode node)
    {
        Value argument = node.Input(0);
        int rank = argument.Shape.Length;
        int[] permutation = node.Ints("perm") ?? [.. Enumerable.Range(0, rank).Reverse()];
        if (!permutation.Order().SequenceEqual(Enumerable.Range(0, rank)))
        {
            throw node.Invalid($"found the permutation {Brackets.Of(permutation)} of {rank} dimensions");
        }

        return argument is Constant constant
            ? constant.Transposed([.. permutation], node.Budget)
            : new Activation(((Activation)argument).Tensor, ((Activation)argument).Layout.Transposed([.. permutation]));
    }

    private static long[] Completed(OnnxNode node, Value argument, long[] shape)
    {
        long known = Product(shape.Where(extent => extent != -1));
        long count = Product(argument.Shape);
        int open = shape.Count(extent => extent == -1);
        return (open, known) switch
        {
            (0, _) => shape,
            (1, > 0) when count % known == 0 => [.. shape.Select(extent => extent == -1 ? count / known : extent)],
            _ => throw node.Invalid($"found the shape {Brackets.Of(shape)} for {count} elements"),
        };
    }

    private static Value WithShape(OnnxNode node, Value argument, long[] extents)
    {
        if (extents.Length > MobileNetEdge.Shape.MaxRank || extents.Any(extent => extent is < 0 or > int.MaxValue)
            || Product(extents) is -1 || Product(extents) != Product(argument.Shape))
        {
            throw node.Invalid($"found the shape {Brackets.Of(extents)} for {Brackets.Of(argument.Shape)}");
        }

        ImmutableArray<int> shape = [.. extents.Select(extent => (int)extent)];
        if (argument is Constant constant)
        {
            return constant.Reshaped(shape);
        }

        Activation value = (Activation)argument;
        return value.Layout.Reshaped(shape) is { } layout
            ? new Activation(value.Tensor, layout)
            : new Activation(node.Builder.RowMajor(value), Layout.RowMajor(shape));
    }

    /// <summary>The product, or -1 where it can't be a number of elements.</summary>
    private static long Product(IEnumerable<int> extents) => Product(extents.Select(extent => (long)extent));

    private static long Product(IEnumerable<long> extents)
    {
        long product = 1;
        foreach (long extent in extents)
        {
            if (extent is < 0 or > int.MaxValue || (product *= extent) > int.MaxValue)
            {
                return -1;
            }
        }

        return product;
    }
}
