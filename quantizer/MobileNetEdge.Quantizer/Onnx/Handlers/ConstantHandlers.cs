using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Where constants come from: Constant, ConstantOfShape, Shape, and Cast between number types.</summary>
internal static class ConstantHandlers
{
    private const int ShapeOfRange = 15;

    /// <summary>Constant, from whichever attribute holds it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="reader">Reads its tensor.</param>
    public static Value Constant(OnnxNode node, ConstantReader reader)
    {
        foreach (AttributeProto attribute in node.Proto.Attribute)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.T is { } tensor:
                    return reader.Read(tensor);
                case "value_int":
                    return Onnx.Constant.OfIntegers([attribute.I]).Reshaped([]);
                case "value_ints":
                    return Onnx.Constant.OfIntegers([.. attribute.Ints]);
                case "value_float":
                    return Onnx.Constant.OfFloats([], [attribute.F]);
                case "value_floats":
                    return Onnx.Constant.OfFloats([attribute.Floats.Count], [.. attribute.Floats]);
            }
        }

        throw new NodeFaultException("holds no tensor, integers or floats");
    }

    /// <summary>ConstantOfShape: one number repeated.</summary>
    public static Value ConstantOfShape(OnnxNode node)
    {
        int[] shape = node.Integers(0, "the shape");
        if (shape.Length > MobileNetEdge.Shape.MaxRank || shape.Any(extent => extent < 0))
        {
            throw node.Invalid($"found the shape {Brackets.Of(shape)}");
        }

        Value value = node.Attribute("value")?.T is { } tensor
            ? new ConstantReader(node.Budget, external: null).Read(tensor)
            : Onnx.Constant.OfFloats([1], [0]);
        return value is Constant { Count: 1 } one
            ? one.Reshaped([]).BroadcastTo([.. shape], node.Budget)
            : throw new NodeFaultException("the value must be one number");
    }

    /// <summary>Shape: since operator set 15 of a range of dimensions.</summary>
    public static Value Shape(OnnxNode node)
    {
        ImmutableArray<int> shape = node.Input(0).Shape;
        bool ranged = node.OperatorSet >= ShapeOfRange;
        int start = ranged ? Bound(node.Int("start", 0), shape.Length) : 0;
        int end = ranged ? Bound(node.Int("end", shape.Length), shape.Length) : shape.Length;
        return Onnx.Constant.OfIntegers([.. shape.Take(end).Skip(start).Select(extent => (long)extent)]);
    }

    /// <summary>Cast of constants between number types, of activations between kinds of floats.</summary>
    public static Value Cast(OnnxNode node)
    {
        ElementType? type = node.Int("to", 0) switch
        {
            1 or 10 or 11 => ElementType.Float32,
            6 => ElementType.Int32,
            7 => ElementType.Int64,
            _ => null,
        };
        return (node.Input(0), type) switch
        {
            (Activation value, ElementType.Float32) => value,
            (Constant constant, ElementType.Float32) => constant.ToFloat32(node.Budget),
            (Constant constant, { } integer) => ToIntegers(constant, integer, node.Budget),
            (_, _) => throw new NodeFaultException($"to ONNX element type {node.Int("to", 0)}"),
        };
    }

    private static Constant ToIntegers(Constant constant, ElementType type, MemoryBudget budget)
    {
        budget.Charge((long)constant.Count * sizeof(long));
        long[] values = new long[constant.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type == ElementType.Int32 ? unchecked((int)constant.Integer(i)) : constant.Integer(i);
        }

        return new Constant(ElementType.Int64, constant.Shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private static int Bound(int position, int rank) => Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
