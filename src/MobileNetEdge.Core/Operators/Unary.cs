using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>The one-argument element-wise functions.</summary>
public enum UnaryFunction
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, -1), 1).</summary>
    ReluN1To1,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x min(max(x + 3, 0), 6) / 6.</summary>
    HardSwish,

    /// <summary>1 / (1 + e^-x).</summary>
    Logistic,

    /// <summary>(e^x - e^-x) / (e^x + e^-x).</summary>
    Tanh,
}

/// <summary>RELU, RELU_N1_TO_1, RELU6, HARD_SWISH, LOGISTIC, TANH: element by element.</summary>
/// <param name="Function">The function.</param>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
public sealed record Unary(UnaryFunction Function, Tensor Input, Tensor Output) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function switch
    {
        UnaryFunction.Relu => "RELU",
        UnaryFunction.ReluN1To1 => "RELU_N1_TO_1",
        UnaryFunction.Relu6 => "RELU6",
        UnaryFunction.HardSwish => "HARD_SWISH",
        UnaryFunction.Logistic => "LOGISTIC",
        _ => "TANH",
    };

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Input = map(Input), Output = map(Output) };
    }
}
