using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>ADD, SUB and MUL of two int8 values; numerics.md equations (14) to (16).</summary>
internal abstract class BinaryArithmetic
{
    /// <summary>The largest |(a - Za)(b - Zb)|.</summary>
    private const int MaxProduct = 255 * 255;

    /// <summary>The result for two operands.</summary>
    public abstract sbyte Apply(sbyte a, sbyte b);

    /// <summary>The arithmetic of an operator.</summary>
    /// <exception cref="UnsupportedModelException">The scales are too far apart.</exception>
    public static BinaryArithmetic Of(Binary binary)
    {
        QuantizationParameters a = binary.A.Quantization!;
        QuantizationParameters b = binary.B.Quantization!;
        QuantizationParameters output = binary.Output.Quantization!;
        OutputStage stage = OutputStage.Of(binary.Activation, output);
        return binary.Function == BinaryFunction.Mul
            ? new Product(a.ZeroPoint, b.ZeroPoint, Factor(binary, (double)a.Scale * b.Scale / output.Scale), stage)
            : new Sum(binary, (double)a.Scale / output.Scale, (double)b.Scale / output.Scale, stage);
    }

    private static FixedPointMultiplier Factor(Operator step, double real)
    {
        FixedPointMultiplier multiplier = real is > 0 and < 1 << 16 ? FixedPointMultiplier.FromReal(real) : default;
        return multiplier.Multiplier > 0 && multiplier.Fits(MaxProduct)
            ? multiplier
            : throw new UnsupportedModelException(step.ToString(), $"a factor of {real:g6} between its scales");
    }

    private sealed class Product(int zeroPointA, int zeroPointB, FixedPointMultiplier multiplier, OutputStage stage) : BinaryArithmetic
    {
        public override sbyte Apply(sbyte a, sbyte b) => stage.Apply((a - zeroPointA) * (b - zeroPointB), multiplier);
    }

    private sealed class Sum : BinaryArithmetic
    {
        /// <summary>Factors are int16, so that SMLAL and VPMADDWD can be used; 15 bits leave an error below 1/64 of a step.</summary>
        private const int MaxShift = 15;

        private readonly int _zeroPointA;
        private readonly int _zeroPointB;
        private readonly int _factorA;
        private readonly int _factorB;
        private readonly int _shift;
        private readonly OutputStage _stage;

        public Sum(Binary binary, double realA, double realB, OutputStage stage)
        {
            _shift = MaxShift;
            while (_shift > 0 && Round(Math.Max(realA, realB)) > short.MaxValue)
            {
                _shift--;
            }

            if (_shift == 0)
            {
                throw new UnsupportedModelException(binary.ToString(), $"factors of {realA:g6} and {realB:g6} between its scales");
            }

            _zeroPointA = binary.A.Quantization!.ZeroPoint;
            _zeroPointB = binary.B.Quantization!.ZeroPoint;
            _factorA = (int)Round(realA);
            _factorB = (int)Round(realB) * (binary.Function == BinaryFunction.Sub ? -1 : 1);
            _stage = stage;
        }

        public override sbyte Apply(sbyte a, sbyte b)
        {
            int sum = (a - _zeroPointA) * _factorA + (b - _zeroPointB) * _factorB;
            return _stage.Store((sum + (1 << (_shift - 1))) >> _shift);
        }

        private double Round(double real) => Math.Round(Math.ScaleB(real, _shift), MidpointRounding.AwayFromZero);
    }
}
