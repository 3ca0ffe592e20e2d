namespace MobileNetEdge.Runtime.Validation;

/// <summary>Rules of the operators that have weights.</summary>
internal static class WeightRules
{
    public static void CheckTypes(Operator step, Tensor weights, Tensor? bias, int channelAxis)
    {
        Require.Supported(weights.IsConstant, step, "weights that are computed at run time");
        Require.Supported(weights.Type.IsQuantized8 && weights.Quantization is not null, step, $"weights {weights} must be int8 or uint8");
        QuantizationParameters quantization = weights.Quantization;
        Require.Valid(
            !quantization.IsPerChannel || (quantization.Axis == channelAxis && weights.Type == ElementType.Int8),
            step,
            $"per-channel weights must be int8 with scales along dimension {channelAxis}");
        Require.Valid(
            !quantization.IsPerChannel || (channelAxis < weights.Shape.Rank && weights.Shape[channelAxis] == quantization.Scales.Length),
            step,
            $"weights must have a scale for each channel, not {quantization.Scales.Length}");
        Require.Supported(
            !quantization.IsPerChannel || quantization.ZeroPoints.All(z => z == 0), step, "per-channel weights with zero points");
        Require.ZeroPointInRange(step, weights);
        if (bias is not null)
        {
            Require.Supported(bias is { IsConstant: true, Type: ElementType.Int32 }, step, $"bias {bias} must be a constant of int32");
        }
    }

    public static void CheckShapes(Conv2D conv)
    {
        Require.Valid(conv.Input.Shape.Rank == 4 && conv.Weights.Shape.Rank == 4, conv, "input and weights must have 4 dimensions");
        int outputs = conv.Weights.Shape[0];
        int depth = conv.Weights.Shape[3];
        int channels = conv.Input.Shape[3];
        Require.Valid(
            channels % depth == 0 && outputs % (channels / depth) == 0, conv, "the weights' depth must divide the input's channels into groups");
        CheckBias(conv, conv.Bias, outputs);
        ShapeRules.CheckWindows(
            conv, conv.Input.Shape, conv.Output.Shape, outputs,
            (conv.Weights.Shape[1], conv.Vertical), (conv.Weights.Shape[2], conv.Horizontal), conv.Padding);
    }

    public static void CheckShapes(DepthwiseConv2D conv)
    {
        Require.Valid(conv.Input.Shape.Rank == 4 && conv.Weights.Shape.Rank == 4, conv, "input and weights must have 4 dimensions");
        int outputs = conv.Weights.Shape[3];
        Require.Valid(
            conv.Weights.Shape[0] == 1 && outputs % conv.Input.Shape[3] == 0, conv, "each input channel must have as many filters as any other");
        CheckBias(conv, conv.Bias, outputs);
        ShapeRules.CheckWindows(
            conv, conv.Input.Shape, conv.Output.Shape, outputs,
            (conv.Weights.Shape[1], conv.Vertical), (conv.Weights.Shape[2], conv.Horizontal), conv.Padding);
    }

    public static void CheckShapes(FullyConnected connected)
    {
        Require.Valid(connected.Weights.Shape.Rank == 2, connected, "weights must have 2 dimensions");
        int outputs = connected.Weights.Shape[0];
        int depth = connected.Weights.Shape[1];
        int elements = connected.Input.Shape.ElementCount;
        Require.Valid(elements % depth == 0, connected, "the weights' depth must divide the input's elements");
        Require.Valid(
            connected.Output.Shape.ElementCount == (long)(elements / depth) * outputs, connected, "the output must have a row for each of the input's");
        CheckBias(connected, connected.Bias, outputs);
    }

    private static void CheckBias(Operator step, Tensor? bias, int outputs)
    {
        Require.Valid(bias is null || bias.Shape.ElementCount == outputs, step, $"the bias must have {outputs} values");
    }
}
