using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Tests;

/// <summary>Short spellings for tensors and models.</summary>
internal static class Make
{
    public static Tensor Int8(Shape shape, float scale = 0.5f, int zeroPoint = 0, string name = "activation")
    {
        return new Tensor(name, ElementType.Int8, shape, new QuantizationParameters(scale, zeroPoint));
    }

    public static Tensor UInt8(Shape shape, float scale = 0.5f, int zeroPoint = 128, string name = "activation")
    {
        return new Tensor(name, ElementType.UInt8, shape, new QuantizationParameters(scale, zeroPoint));
    }

    public static Tensor Float(Shape shape, string name = "activation") => new(name, ElementType.Float32, shape);

    public static Tensor Constant(Shape shape, float scale, int zeroPoint, params sbyte[] values)
    {
        return new Tensor("constant", ElementType.Int8, shape, new QuantizationParameters(scale, zeroPoint), Bytes(values));
    }

    public static Tensor PerChannel(Shape shape, int axis, float[] scales, params sbyte[] values)
    {
        return new Tensor("weights", ElementType.Int8, shape, new QuantizationParameters([.. scales], [.. scales.Select(_ => 0)], axis), Bytes(values));
    }

    public static Tensor Bias(params int[] values)
    {
        return new Tensor("bias", ElementType.Int32, new Shape(values.Length), data: Bytes(values));
    }

    public static byte[] Bytes<T>(T[] values)
        where T : unmanaged
    {
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    public static sbyte[] Random(Random random, int count, int min = -128, int max = 127)
    {
        return [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(min, max + 1))];
    }

    /// <summary>A model of steps in order: what nothing writes is an input, what nothing reads is an output.</summary>
    public static Model Model(params Operator[] steps)
    {
        Tensor[] read = [.. steps.SelectMany(s => s.Inputs).Distinct()];
        Tensor[] written = [.. steps.SelectMany(s => s.Outputs).Distinct()];
        return Model([.. read.Where(t => !t.IsConstant).Except(written)], [.. written.Except(read)], steps);
    }

    public static Model Model(Tensor[] inputs, Tensor[] outputs, params Operator[] steps)
    {
        Tensor[] all = [.. inputs.Concat(outputs).Concat(steps.SelectMany(s => s.Inputs.Concat(s.Outputs))).Distinct()];
        return new Model([.. all], [.. steps], [.. inputs], [.. outputs]);
    }

    public static Binary Add(Tensor a, Tensor b, Tensor output, FusedActivation activation = FusedActivation.None)
    {
        return new Binary(BinaryFunction.Add, a, b, output, activation);
    }

    public static Binary Mul(Tensor a, Tensor b, Tensor output, FusedActivation activation = FusedActivation.None)
    {
        return new Binary(BinaryFunction.Mul, a, b, output, activation);
    }

    /// <summary>A convolution of 1×1 with stride 1.</summary>
    public static Conv2D Pointwise(Tensor input, Tensor weights, Tensor? bias, Tensor output, FusedActivation activation = FusedActivation.None)
    {
        return new Conv2D(input, weights, bias, output, new(1), new(1), Padding.Valid, activation);
    }
}
