namespace MobileNetEdge.TfLite;

/// <summary>Turns steps into operators.</summary>
internal static class OperatorReader
{
    /// <summary>The operator of a step; an <see cref="UnknownOperator"/> where this library cannot express it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tensors">The network's tensors by index.</param>
    /// <exception cref="InvalidModelException">The operator breaks the format.</exception>
    public static Operator Read(Step step, Tensor?[] tensors)
    {
        OperatorSource source = new(step, tensors);
        if (OperatorCodecs.Find(step.Code) is not { } codec)
        {
            return Unknown(step, source, "the operator is not supported");
        }

        Operator read = codec.Read(source);
        return source.Unsupported is { } reason ? Unknown(step, source, reason) : read;
    }

    private static UnknownOperator Unknown(Step step, OperatorSource source, string reason)
    {
        return new UnknownOperator(step.Code.Name, reason, source.PresentInputs, source.AllOutputs);
    }
}
