using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>The one rule between reals and the int8 that stand for them: to the nearest, halves up, saturated.</summary>
internal static class Int8Values
{
    /// <summary>Rounds reals.</summary>
    /// <param name="reals">Finite values.</param>
    /// <param name="parameters">The scale and zero point of the whole tensor.</param>
    /// <param name="integers">As many.</param>
    public static void Round(ReadOnlySpan<float> reals, QuantizationParameters parameters, Span<sbyte> integers)
    {
        float inverse = 1 / parameters.Scale;
        Vector<float> scale = new(inverse);
        Vector<float> offset = new(parameters.ZeroPoint + 0.5f);
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(reals);
        Span<Vector<sbyte>> to = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(integers);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Vector.Narrow(
                Vector.Narrow(Steps(from[4 * i], scale, offset), Steps(from[4 * i + 1], scale, offset)),
                Vector.Narrow(Steps(from[4 * i + 2], scale, offset), Steps(from[4 * i + 3], scale, offset)));
        }

        for (int i = to.Length * Vector<sbyte>.Count; i < reals.Length; i++)
        {
            integers[i] = (sbyte)Math.Clamp(MathF.Floor(reals[i] * inverse + (parameters.ZeroPoint + 0.5f)), sbyte.MinValue, sbyte.MaxValue);
        }
    }

    /// <summary>The reals that integers stand for.</summary>
    public static void Widen(ReadOnlySpan<sbyte> integers, QuantizationParameters parameters, Span<float> reals)
    {
        for (int i = 0; i < integers.Length; i++)
        {
            reals[i] = parameters.Scale * (integers[i] - parameters.ZeroPoint);
        }
    }

    /// <summary>The reals that an int8, uint8 or int32 constant stands for.</summary>
    public static double[] Widen(Tensor constant)
    {
        QuantizationParameters parameters = constant.Quantization!;
        double[] reals = new double[constant.Shape.ElementCount];
        int inner = parameters.IsPerChannel ? InnerExtent(constant.Shape, parameters.Axis) : reals.Length;
        ReadOnlySpan<byte> bytes = constant.Data.Span;
        ReadOnlySpan<int> wide = MemoryMarshal.Cast<byte, int>(bytes);
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = parameters.IsPerChannel ? i / inner % parameters.Scales.Length : 0;
            int integer = constant.Type == ElementType.Int32 ? wide[i] : constant.Type == ElementType.UInt8 ? bytes[i] : (sbyte)bytes[i];
            reals[i] = (double)parameters.Scales[channel] * (integer - parameters.ZeroPoints[channel]);
        }

        return reals;
    }

    /// <summary>A constant operand of element-wise arithmetic: one scale and zero point, from its own extremes.</summary>
    /// <exception cref="InvalidModelException">A value is infinite or not a number.</exception>
    public static Tensor Constant(Tensor constant)
    {
        float[] values = new float[constant.Shape.ElementCount];
        Execution.FloatConstants.Decode(constant, values);
        if (!values.All(float.IsFinite))
        {
            throw new InvalidModelException($"constant {constant} holds values that are infinite or not a number");
        }

        QuantizationParameters parameters = new ValueRange(values.Min(), values.Max()).ToInt8();
        sbyte[] integers = new sbyte[values.Length];
        Round(values, parameters, integers);
        return new Tensor(constant.Name, ElementType.Int8, constant.Shape, parameters, MemoryMarshal.AsBytes<sbyte>(integers).ToArray());
    }

    private static Vector<int> Steps(Vector<float> reals, Vector<float> scale, Vector<float> offset)
    {
        Vector<float> steps = Vector.Floor(reals * scale + offset);
        return Vector.ConvertToInt32(Vector.Min(Vector.Max(steps, new Vector<float>(sbyte.MinValue)), new Vector<float>(sbyte.MaxValue)));
    }

    private static int InnerExtent(Shape shape, int axis)
    {
        int extent = 1;
        foreach (int inner in shape.Extents[(axis + 1)..])
        {
            extent *= inner;
        }

        return extent;
    }
}
