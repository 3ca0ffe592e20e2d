using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>The two-argument element-wise functions.</summary>
public enum BinaryFunction
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Sub,

    /// <summary>a × b.</summary>
    Mul,
}

/// <summary>ADD, SUB, MUL: element by element, with NumPy's broadcasting.</summary>
/// <param name="Function">The function.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second operand.</param>
/// <param name="Output">The broadcast shape of both.</param>
/// <param name="Activation">The clamp applied to the result.</param>
public sealed record Binary(BinaryFunction Function, Tensor A, Tensor B, Tensor Output, FusedActivation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => Function switch
    {
        BinaryFunction.Add => "ADD",
        BinaryFunction.Sub => "SUB",
        _ => "MUL",
    };

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [A, B];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { A = map(A), B = map(B), Output = map(Output) };
    }
}
