using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>MUL, numerics.md equation (16).</summary>
internal sealed class ProductArithmetic : BinaryArithmetic
{
    /// <summary>The largest |(a - Za)(b - Zb)|.</summary>
    private const int MaxProduct = 255 * 255;

    public ProductArithmetic(Binary binary, OutputStage stage)
    {
        QuantizationParameters a = binary.A.Quantization!;
        QuantizationParameters b = binary.B.Quantization!;
        double real = (double)a.Scale * b.Scale / binary.Output.Quantization!.Scale;
        Multiplier = real is > 0 and < 1 << 16 ? FixedPointMultiplier.FromReal(real) : default;
        if (Multiplier.Multiplier <= 0 || !Multiplier.Fits(MaxProduct))
        {
            throw new UnsupportedModelException(binary.ToString(), $"a factor of {real:g6} between its scales");
        }

        ZeroPointA = a.ZeroPoint;
        ZeroPointB = b.ZeroPoint;
        Output = stage;
    }

    /// <summary>The first operand's zero point.</summary>
    public int ZeroPointA { get; }

    /// <summary>The second operand's zero point.</summary>
    public int ZeroPointB { get; }

    /// <summary>Input scales / output scale.</summary>
    public FixedPointMultiplier Multiplier { get; }

    /// <summary>The way from product to stored value.</summary>
    public OutputStage Output { get; }

    /// <inheritdoc/>
    public override sbyte Apply(sbyte a, sbyte b) => Output.Apply((a - ZeroPointA) * (b - ZeroPointB), Multiplier);
}
