using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Arithmetic on constants: exact on integers, float32 else.</summary>
internal static class BinaryFolding
{
    /// <summary>Adds, subtracts or multiplies.</summary>
    public static Constant Fold(OnnxNode node, BinaryFunction function, Constant a, Constant b)
    {
        return function switch
        {
            BinaryFunction.Add => Apply(node, a, b, (x, y) => x + y, (x, y) => x + y),
            BinaryFunction.Sub => Apply(node, a, b, (x, y) => x - y, (x, y) => x - y),
            _ => Apply(node, a, b, (x, y) => x * y, (x, y) => x * y),
        };
    }

    /// <summary>Divides; integers are cut towards 0.</summary>
    public static Constant Divide(OnnxNode node, Constant a, Constant b)
    {
        return Apply(node, a, b, (x, y) => y switch { 0 => throw node.Invalid("divides by 0"), -1 => -x, _ => x / y }, (x, y) => x / y);
    }

    /// <summary>One over each element.</summary>
    public static Constant Reciprocal(OnnxNode node, Constant divisor)
    {
        node.Budget.Charge((long)divisor.Count * sizeof(float));
        float[] values = new float[divisor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = divisor.Float(i) is float value and not 0 ? (float)(1.0 / value) : throw new NodeFaultException("divides by 0");
        }

        return Constant.OfFloats(divisor.Shape, values);
    }

    private static Constant Apply(OnnxNode node, Constant a, Constant b, Func<long, long, long> integer, Func<float, float, float> real)
    {
        ImmutableArray<int> shape = Broadcast.Shape(node, a.Shape, b.Shape);
        a = a.BroadcastTo(shape, node.Budget);
        b = b.BroadcastTo(shape, node.Budget);
        node.Budget.Charge((long)a.Count * sizeof(long));
        return a.IsInteger && b.IsInteger ? OnIntegers(a, b, integer) : OnFloats(a, b, real);
    }

    private static Constant OnIntegers(Constant a, Constant b, Func<long, long, long> function)
    {
        long[] values = new long[a.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(a.Integer(i), b.Integer(i));
        }

        return new Constant(ElementType.Int64, a.Shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private static Constant OnFloats(Constant a, Constant b, Func<float, float, float> function)
    {
        float[] values = new float[a.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(a.Float(i), b.Float(i));
        }

        return Constant.OfFloats(a.Shape, values);
    }
}
