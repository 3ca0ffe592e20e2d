namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Inserts conversions so that operators that only move values (pooling by maximum, pad, concatenation, ...) read and write one
/// quantization, and so that softmax writes its fixed one.
/// </summary>
internal static class EqualScales
{
    /// <summary>Softmax's output: 0 to 255/256 in 256 steps.</summary>
    public static QuantizationParameters SoftmaxOutput { get; } = new(1f / 256, sbyte.MinValue);

    public static void Apply(Graph graph)
    {
        graph.Rewrite(step => step switch
        {
            Softmax softmax => WithOutput(softmax, softmax.Output, SoftmaxOutput),
            Concatenation { Activation: not FusedActivation.None } concatenation => WithSeparateClamp(concatenation),
            Concatenation or Slice or Pad or Transpose or Reshape or Resize or Pool2D { Function: PoolFunction.Max } => WithEqualInputs(step),
            _ => [step],
        });
    }

    private static List<Operator> WithEqualInputs(Operator step)
    {
        Tensor output = step.Outputs[0];
        if (output.Quantization is not { } target)
        {
            return [step];
        }

        List<Operator> steps = [];
        Dictionary<Tensor, Tensor> converted = [];
        foreach (Tensor input in step.Inputs.Distinct().Where(i => i.Quantization is { } q && !q.SameAs(target)))
        {
            converted.Add(input, new Tensor(input.Name, ElementType.Int8, input.Shape, target));
            steps.Add(new Conversion(input, converted[input]));
        }

        steps.Add(step.MapTensors(tensor => converted.GetValueOrDefault(tensor, tensor)));
        return steps;
    }

    private static List<Operator> WithOutput(Operator step, Tensor output, QuantizationParameters quantization)
    {
        if (output.Quantization is not { } wanted || wanted.SameAs(quantization))
        {
            return [step];
        }

        Tensor intermediate = new(output.Name, ElementType.Int8, output.Shape, quantization);
        return [step.MapTensors(tensor => tensor == output ? intermediate : tensor), new Conversion(intermediate, output)];
    }

    private static List<Operator> WithSeparateClamp(Concatenation step)
    {
        Tensor unclamped = new(step.Output.Name, step.Output.Type, step.Output.Shape, step.Output.Quantization);
        UnaryFunction clamp = step.Activation switch
        {
            FusedActivation.Relu => UnaryFunction.Relu,
            FusedActivation.Relu6 => UnaryFunction.Relu6,
            _ => UnaryFunction.ReluN1To1,
        };
        Operator concatenation = step with { Output = unclamped, Activation = FusedActivation.None };
        return [.. WithEqualInputs(concatenation), new Unary(clamp, unclamped, step.Output)];
    }
}
