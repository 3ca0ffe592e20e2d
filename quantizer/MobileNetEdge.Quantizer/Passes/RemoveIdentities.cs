using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// Removes the steps that give what they are given: reshapes to the same shape, transposes that keep the order, empty borders,
/// concatenations of one part, conversions to the same type, × 1, + 0, - 0 and clips without bounds.
/// </summary>
/// <remarks>Inputs and outputs of the network stay the tensors that they are, so a step between the two stays.</remarks>
public sealed class RemoveIdentities
{
    private readonly HashSet<Tensor> _inputs;
    private readonly HashSet<Tensor> _outputs;
    private readonly Dictionary<Tensor, Tensor> _sources = [];
    private readonly Dictionary<Tensor, Tensor> _written = [];

    private RemoveIdentities(Graph graph)
    {
        _inputs = [.. graph.Inputs];
        _outputs = [.. graph.Outputs];
    }

    /// <summary>Rewrites a network of floats.</summary>
    public static void Run(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        RemoveIdentities pass = new(graph);
        graph.Rewrite(step => pass.Remove(step) ? [] : [step.Renamed(pass._sources)]);
        graph.Rename(pass._written);
    }

    private bool Remove(Operator step)
    {
        if (Argument(step) is not { } argument)
        {
            return false;
        }

        Tensor source = _sources.GetValueOrDefault(argument, argument);
        Tensor output = step.Outputs[0];
        if (!_outputs.Contains(output))
        {
            _sources.Add(output, source);
            return true;
        }

        bool isComputedHere = !source.IsConstant && !_inputs.Contains(source) && !_outputs.Contains(source);
        return isComputedHere && _written.TryAdd(source, output);
    }

    /// <summary>What an identity is given; null for any other step.</summary>
    private static Tensor? Argument(Operator step)
    {
        Tensor? argument = step switch
        {
            Reshape or Conversion => step.Inputs[0],
            Transpose transpose when transpose.Permutation.SequenceEqual(transpose.Permutation.Order()) => transpose.Input,
            Pad pad when pad.Before.Concat(pad.After).All(count => count == 0) => pad.Input,
            Concatenation { Parts: [Tensor part], Activation: FusedActivation.None } => part,
            Clip { Min: float.NegativeInfinity, Max: float.PositiveInfinity } clip => clip.Input,
            Binary { Activation: FusedActivation.None } binary => NeutralTo(binary),
            _ => null,
        };
        return argument is not null && IsAlike(argument, step.Outputs[0]) ? argument : null;
    }

    /// <summary>The operand that the other one leaves as it is.</summary>
    private static Tensor? NeutralTo(Binary step) => step.Function switch
    {
        BinaryFunction.Mul => IsAll(step.B, 1) ? step.A : IsAll(step.A, 1) ? step.B : null,
        BinaryFunction.Add => IsAll(step.B, 0) ? step.A : IsAll(step.A, 0) ? step.B : null,
        _ => IsAll(step.B, 0) ? step.A : null,
    };

    private static bool IsAll(Tensor tensor, float value) => FloatConstants.All(tensor, element => element == value);

    private static bool IsAlike(Tensor input, Tensor output)
    {
        return input.Type == ElementType.Float32 && output.Type == ElementType.Float32 && input.Shape.Equals(output.Shape);
    }
}
