using System.Collections.Immutable;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>Functions of one 8-bit argument as tables, numerics.md equation (12): computed in double, rounded half away from zero, clamped.</summary>
internal static class ByteTables
{
    /// <summary>Entries of a table.</summary>
    public const int Length = 256;

    /// <summary>q(x) = x: what composition starts from.</summary>
    public static ImmutableArray<byte> Identity { get; } = [.. Enumerable.Range(0, Length).Select(x => (byte)x)];

    /// <summary>The table of a one-argument operator.</summary>
    public static ImmutableArray<byte> Of(Unary unary) => Of(unary.Input, unary.Output, RealFunction(unary.Function));

    /// <summary>The table of a change of quantization, or between int8 and uint8.</summary>
    public static ImmutableArray<byte> Of(Conversion conversion) => Of(conversion.Input, conversion.Output, x => x);

    /// <summary>first, then second.</summary>
    public static ImmutableArray<byte> Compose(ImmutableArray<byte> first, ImmutableArray<byte> second)
    {
        return [.. first.Select(x => second[x])];
    }

    private static ImmutableArray<byte> Of(Tensor input, Tensor output, Func<double, double> function)
    {
        QuantizationParameters from = Require8Bit(input);
        QuantizationParameters to = Require8Bit(output);
        bool signedInput = input.Type == ElementType.Int8;
        int min = output.Type == ElementType.Int8 ? sbyte.MinValue : byte.MinValue;
        return [.. Enumerable.Range(0, Length).Select(x =>
        {
            int stored = signedInput ? (sbyte)x : x;
            double real = (double)from.Scale * (stored - from.ZeroPoint);
            double steps = Math.Round(function(real) / to.Scale, MidpointRounding.AwayFromZero) + to.ZeroPoint;
            return unchecked((byte)(int)Math.Clamp(steps, min, min + byte.MaxValue));
        })];
    }

    private static QuantizationParameters Require8Bit(Tensor tensor)
    {
        return tensor.Type.IsQuantized8 && tensor.Quantization is { IsPerChannel: false } quantization
            ? quantization
            : throw new UnsupportedModelException(tensor.ToString(), "it must be 8-bit with one scale and zero point");
    }

    private static Func<double, double> RealFunction(UnaryFunction function) => function switch
    {
        UnaryFunction.Relu => x => Math.Max(x, 0),
        UnaryFunction.ReluN1To1 => x => Math.Clamp(x, -1, 1),
        UnaryFunction.Relu6 => x => Math.Clamp(x, 0, 6),
        UnaryFunction.HardSwish => x => x * Math.Clamp(x + 3, 0, 6) / 6,
        UnaryFunction.Logistic => PortableMath.Logistic,
        UnaryFunction.Tanh => PortableMath.Tanh,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no such function"),
    };
}
