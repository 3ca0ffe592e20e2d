using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>ADD and SUB, numerics.md equations (14) and (15).</summary>
internal sealed class SumArithmetic : BinaryArithmetic
{
    /// <summary>Factors are int16, so that SMLAL and VPMADDWD can be used; 15 bits leave an error below 1/64 of a step.</summary>
    private const int MaxShift = 15;

    public SumArithmetic(Binary binary, OutputStage stage)
    {
        QuantizationParameters a = binary.A.Quantization!;
        QuantizationParameters b = binary.B.Quantization!;
        float scale = binary.Output.Quantization!.Scale;
        double realA = (double)a.Scale / scale;
        double realB = (double)b.Scale / scale;
        Shift = MaxShift;
        while (Shift > 0 && Round(Math.Max(realA, realB)) > short.MaxValue)
        {
            Shift--;
        }

        if (Shift == 0)
        {
            throw new UnsupportedModelException(binary.ToString(), $"factors of {realA:g6} and {realB:g6} between its scales");
        }

        ZeroPointA = a.ZeroPoint;
        ZeroPointB = b.ZeroPoint;
        FactorA = (int)Round(realA);
        FactorB = (int)Round(realB) * (binary.Function == BinaryFunction.Sub ? -1 : 1);
        Output = stage;
    }

    /// <summary>The first operand's zero point.</summary>
    public int ZeroPointA { get; }

    /// <summary>The second operand's zero point.</summary>
    public int ZeroPointB { get; }

    /// <summary>First input scale / output scale in units of 2^-<see cref="Shift"/>; fits int16.</summary>
    public int FactorA { get; }

    /// <summary>Second input scale / output scale in units of 2^-<see cref="Shift"/>, negative to subtract; fits int16.</summary>
    public int FactorB { get; }

    /// <summary>1 to 15.</summary>
    public int Shift { get; }

    /// <summary>The way from sum to stored value.</summary>
    public OutputStage Output { get; }

    /// <inheritdoc/>
    public override sbyte Apply(sbyte a, sbyte b)
    {
        int sum = (a - ZeroPointA) * FactorA + (b - ZeroPointB) * FactorB;
        return Output.Store((sum + (1 << (Shift - 1))) >> Shift);
    }

    private double Round(double real) => Math.Round(Math.ScaleB(real, Shift), MidpointRounding.AwayFromZero);
}
