using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>NumPy's broadcasting: shapes are aligned at the innermost dimension, and an extent of 1 fits any.</summary>
internal static class Broadcast
{
    /// <summary>The shape that two shapes broadcast to.</summary>
    public static ImmutableArray<int> Shape(OnnxNode node, ImmutableArray<int> a, ImmutableArray<int> b)
    {
        int rank = Math.Max(a.Length, b.Length);
        return [.. Prepend(a, rank).Zip(Prepend(b, rank), (x, y) => x == y || y == 1 ? x : x == 1 ? y
            : throw node.Invalid($"found operands of shapes {Brackets.Of(a)} and {Brackets.Of(b)}"))];
    }

    /// <summary>A shape with dimensions of extent 1 before it.</summary>
    public static ImmutableArray<int> Prepend(ImmutableArray<int> shape, int rank) =>
        [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];

    /// <summary>A constant without its outer dimensions of extent 1, down to one dimension.</summary>
    public static Constant Trimmed(Constant constant)
    {
        int ones = constant.Shape.TakeWhile(extent => extent == 1).Count();
        int trimmed = Math.Min(ones, Math.Max(constant.Shape.Length - 1, 0));
        return constant.Shape.Length == 0 ? constant.Reshaped([1]) : constant.Reshaped(constant.Shape[trimmed..]);
    }
}
