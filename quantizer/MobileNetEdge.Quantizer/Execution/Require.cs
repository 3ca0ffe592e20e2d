using System.Diagnostics.CodeAnalysis;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>The conditions that an operator must meet to be run, with the exception that says which one it breaks.</summary>
internal static class Require
{
    /// <summary>A rule of the operator's definition: breaking it makes the model invalid.</summary>
    public static void Valid([DoesNotReturnIf(false)] bool condition, Operator step, string expectation)
    {
        if (!condition)
        {
            string inputs = string.Join(", ", step.Inputs.Select(t => t.Shape));
            string outputs = string.Join(", ", step.Outputs.Select(t => t.Shape));
            throw new InvalidModelException($"{step}: {expectation}; found {inputs} to {outputs}");
        }
    }

    /// <summary>A limit of this executor: passing it makes the model unsupported.</summary>
    public static void Supported([DoesNotReturnIf(false)] bool condition, Operator step, string limit)
    {
        if (!condition)
        {
            throw new UnsupportedModelException(step.ToString(), limit);
        }
    }
}
