namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>The one-argument functions, element by element; the layout doesn't matter to them.</summary>
internal static class ActivationHandlers
{
    private const int ClipWithInputs = 11;

    /// <summary>Relu.</summary>
    public static Value Relu(OnnxNode node) => Unary(node, UnaryFunction.Relu);

    /// <summary>Sigmoid.</summary>
    public static Value Sigmoid(OnnxNode node) => Unary(node, UnaryFunction.Logistic);

    /// <summary>Tanh.</summary>
    public static Value Tanh(OnnxNode node) => Unary(node, UnaryFunction.Tanh);

    /// <summary>HardSwish, since operator set 14.</summary>
    public static Value HardSwish(OnnxNode node) => Unary(node, UnaryFunction.HardSwish);

    /// <summary>LeakyRelu.</summary>
    public static Value LeakyRelu(OnnxNode node)
    {
        float alpha = node.Float("alpha", 0.01f);
        return Apply(node, (input, output) => new LeakyRelu(input, output, alpha));
    }

    /// <summary>HardSigmoid.</summary>
    public static Value HardSigmoid(OnnxNode node)
    {
        float alpha = node.Float("alpha", 0.2f);
        float beta = node.Float("beta", 0.5f);
        return Apply(node, (input, output) => new HardSigmoid(input, output, alpha, beta));
    }

    /// <summary>Clip; its bounds are attributes before operator set 11 and inputs since.</summary>
    public static Value Clip(OnnxNode node)
    {
        bool asInputs = node.OperatorSet >= ClipWithInputs;
        float min = Unbounded(asInputs ? node.Scalar(1, "the lower bound", float.MinValue) : node.Float("min", float.MinValue));
        float max = Unbounded(asInputs ? node.Scalar(2, "the upper bound", float.MaxValue) : node.Float("max", float.MaxValue));
        return (min, max) switch
        {
            (float.NegativeInfinity, float.PositiveInfinity) => node.Activation(0),
            (0, 6) => Unary(node, UnaryFunction.Relu6),
            (0, float.PositiveInfinity) => Unary(node, UnaryFunction.Relu),
            (-1, 1) => Unary(node, UnaryFunction.ReluN1To1),
            _ when min <= max => Apply(node, (input, output) => new Clip(input, output, min, max)),
            _ => throw new NodeFaultException($"bounds {min} and {max}; the lower must not be above the upper"),
        };
    }

    private static float Unbounded(float bound) => bound switch
    {
        float.MinValue => float.NegativeInfinity,
        float.MaxValue => float.PositiveInfinity,
        _ => bound,
    };

    private static Activation Unary(OnnxNode node, UnaryFunction function)
    {
        return Apply(node, (input, output) => new Unary(function, input, output));
    }

    private static Activation Apply(OnnxNode node, Func<Tensor, Tensor, Operator> create)
    {
        Activation argument = node.Activation(0);
        Tensor output = GraphBuilder.NewTensor(node.OutputName, [.. argument.Tensor.Shape.Extents]);
        return new Activation(node.Builder.Append(create(argument.Tensor, output)), argument.Layout);
    }
}
