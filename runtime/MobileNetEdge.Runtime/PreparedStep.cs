namespace MobileNetEdge.Runtime;

/// <summary>One step that <see cref="Interpreter.Invoke"/> runs.</summary>
/// <param name="Operator">The operator after folding.</param>
/// <param name="Path">The path of its kernel.</param>
public sealed record PreparedStep(Operator Operator, ExecutionPath Path);
