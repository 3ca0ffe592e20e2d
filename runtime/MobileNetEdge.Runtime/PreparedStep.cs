using System.Collections.Immutable;

namespace MobileNetEdge.Runtime;

/// <summary>One step that <see cref="Interpreter.Invoke()"/> runs: an operator, or several that run as one.</summary>
/// <param name="Operators">The operators after folding, in order.</param>
/// <param name="Path">The path of its kernel; <see cref="ExecutionPath.Reference"/> where the path in use has none for it.</param>
public sealed record PreparedStep(ImmutableArray<Operator> Operators, ExecutionPath Path)
{
    /// <summary>The operators' names.</summary>
    public string Name => string.Join(" + ", Operators.Select(step => step.Name));

    /// <summary>What the operators cost together.</summary>
    public OperatorCost Cost => Operators.Aggregate(default(OperatorCost), (sum, step) => sum + OperatorCost.Of(step));

    /// <summary>The tensor that the step leaves behind.</summary>
    public Tensor Output => Operators[^1].Outputs[0];
}
