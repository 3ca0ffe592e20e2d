namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Whether the elements that an operator computes are known to be at least 0.</summary>
internal static class NonNegative
{
    /// <summary>Looks at an operator.</summary>
    /// <param name="step">The operator.</param>
    /// <param name="isKnown">Whether the elements of what it reads are known to be at least 0.</param>
    public static bool IsResultOf(Operator step, Func<Tensor, bool> isKnown) => step switch
    {
        Unary { Function: UnaryFunction.Relu or UnaryFunction.Relu6 or UnaryFunction.Logistic } => true,
        Clip { Min: >= 0 } or HardSigmoid or Softmax => true,
        Pad or Pool2D or Reshape or Transpose or Mean or Concatenation or Slice => step.Inputs.All(isKnown),
        _ => false,
    };
}
