using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>ADD, SUB and MUL of two int8 values; numerics.md equations (14) to (16).</summary>
internal abstract class BinaryArithmetic
{
    /// <summary>The result for two operands.</summary>
    public abstract sbyte Apply(sbyte a, sbyte b);

    /// <summary>The arithmetic of an operator.</summary>
    /// <exception cref="UnsupportedModelException">The scales are too far apart.</exception>
    public static BinaryArithmetic Of(Binary binary)
    {
        OutputStage stage = OutputStage.Of(binary.Activation, binary.Output.Quantization!);
        return binary.Function == BinaryFunction.Mul ? new ProductArithmetic(binary, stage) : new SumArithmetic(binary, stage);
    }
}
