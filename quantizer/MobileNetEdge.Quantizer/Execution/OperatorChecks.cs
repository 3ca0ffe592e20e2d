namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Checks an operator's shapes against its definition, so that kernels may rely on them.</summary>
internal static class OperatorChecks
{
    /// <summary>Checks one step.</summary>
    /// <exception cref="InvalidModelException">The shapes contradict the definition.</exception>
    /// <exception cref="UnsupportedModelException">The executor does not have it.</exception>
    public static void Apply(Operator step)
    {
        switch (step)
        {
            case Conv2D conv:
                WindowChecks.Check(conv);
                break;
            case DepthwiseConv2D depthwise:
                WindowChecks.Check(depthwise);
                break;
            case Pool2D pool:
                WindowChecks.Check(pool);
                break;
            case FullyConnected connected:
                Check(connected);
                break;
            case BatchNormalization normalization:
                Check(normalization);
                break;
            case Binary binary:
                ShapeChecks.Check(binary);
                break;
            case Mean mean:
                ShapeChecks.Check(mean);
                break;
            case Pad pad:
                ShapeChecks.Check(pad);
                break;
            case Transpose transpose:
                ShapeChecks.Check(transpose);
                break;
            case Concatenation concatenation:
                ShapeChecks.Check(concatenation);
                break;
            case Slice slice:
                ShapeChecks.Check(slice);
                break;
            case Resize resize:
                ShapeChecks.Check(resize);
                break;
            case Spread spread:
                ShapeChecks.Check(spread);
                break;
            case Reshape reshape:
                Require.Valid(
                    reshape.Input.Shape.ElementCount == reshape.Output.Shape.ElementCount, step, "the output must have as many elements");
                break;
            case Unary or Softmax or Conversion or Clip or HardSigmoid or LeakyRelu or Rounding or Within or HardSwishSlope:
                ShapeChecks.SameShape(step, step.Inputs[0], step.Outputs[0]);
                break;
            default:
                Require.Supported(false, step, "no float kernel for this operator");
                break;
        }
    }

    /// <summary>A bias, where there is one, has a value for each output channel.</summary>
    public static void CheckBias(Operator step, Tensor? bias, int outputs)
    {
        Require.Valid(bias is null || bias.Shape.ElementCount == outputs, step, $"the bias must have {outputs} values");
    }

    private static void Check(FullyConnected connected)
    {
        Require.Valid(connected.Weights.Shape.Rank == 2, connected, "weights must have 2 dimensions");
        int outputs = connected.Weights.Shape[0];
        int depth = connected.Weights.Shape[1];
        int elements = connected.Input.Shape.ElementCount;
        Require.Valid(elements % depth == 0, connected, "the weights' depth must divide the input's elements");
        Require.Valid(
            connected.Output.Shape.ElementCount == (long)(elements / depth) * outputs,
            connected,
            "the output must have a row for each of the input's");
        CheckBias(connected, connected.Bias, outputs);
    }

    private static void Check(BatchNormalization step)
    {
        ShapeChecks.SameShape(step, step.Input, step.Output);
        Require.Valid(step.Input.Shape.Rank > 0, step, "the input must have channels");
        int channels = step.Input.Shape[^1];
        Require.Valid(
            step.Inputs.Skip(1).All(t => t.Shape.ElementCount == channels), step, $"each constant must have {channels} values");
    }
}
