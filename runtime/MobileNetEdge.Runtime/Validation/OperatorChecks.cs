using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Validation;

/// <summary>Checks each operator's types and shapes against its definition, so that lowering and kernels may rely on them.</summary>
internal static class OperatorChecks
{
    public static void Apply(Graph graph)
    {
        foreach (Operator step in graph.Operators)
        {
            CheckTypes(step);
            CheckShapes(step);
        }

        StorageMap storage = new(graph);
        foreach (Tensor output in graph.Outputs)
        {
            if (storage.Of(output).IsConstant)
            {
                throw new UnsupportedModelException(output.ToString(), "an output that is a constant");
            }
        }
    }

    private static void CheckTypes(Operator step)
    {
        switch (step)
        {
            case Softmax softmax:
                Require.Valid(softmax.Beta > 0 && float.IsFinite(softmax.Beta), step, "beta must be positive and finite");
                break;
            case Conv2D conv:
                WeightRules.CheckTypes(step, conv.Weights, conv.Bias, channelAxis: 0);
                break;
            case DepthwiseConv2D depthwise:
                WeightRules.CheckTypes(step, depthwise.Weights, depthwise.Bias, channelAxis: 3);
                break;
            case FullyConnected connected:
                WeightRules.CheckTypes(step, connected.Weights, connected.Bias, channelAxis: 0);
                break;
            case DetectionStep:
                return;
            case Conversion conversion:
                Require.Supported(
                    conversion.Input.Type.IsQuantized8 || conversion.Output.Type.IsQuantized8, step, "neither side is int8 or uint8");
                CheckConversionEnd(step, conversion.Input);
                CheckConversionEnd(step, conversion.Output);
                return;
            default:
                break;
        }

        foreach (Tensor activation in step.Inputs.Take(ActivationInputs(step)).Concat(step.Outputs))
        {
            Require.Quantized8(step, activation);
        }
    }

    private static int ActivationInputs(Operator step)
    {
        return step is Conv2D or DepthwiseConv2D or FullyConnected ? 1 : step.Inputs.Length;
    }

    private static void CheckConversionEnd(Operator step, Tensor tensor)
    {
        if (tensor.Type == ElementType.Float32)
        {
            Require.Supported(!tensor.IsConstant, step, "a constant of float32");
        }
        else
        {
            Require.Quantized8(step, tensor);
        }
    }

    private static void CheckShapes(Operator step)
    {
        switch (step)
        {
            case Conv2D conv:
                WeightRules.CheckShapes(conv);
                break;
            case DepthwiseConv2D depthwise:
                WeightRules.CheckShapes(depthwise);
                break;
            case FullyConnected connected:
                WeightRules.CheckShapes(connected);
                break;
            case Pool2D pool:
                ShapeRules.Check(pool);
                break;
            case Binary binary:
                ShapeRules.Check(binary);
                break;
            case Mean mean:
                ShapeRules.Check(mean);
                break;
            case Pad pad:
                ShapeRules.Check(pad);
                break;
            case Transpose transpose:
                ShapeRules.Check(transpose);
                break;
            case Concatenation concatenation:
                ShapeRules.Check(concatenation);
                break;
            case Slice slice:
                ShapeRules.Check(slice);
                break;
            case Resize resize:
                ShapeRules.Check(resize);
                break;
            case DetectionStep detection:
                DetectionRules.Check(detection);
                break;
            case Unary or Softmax or Conversion:
                Require.Valid(step.Inputs[0].Shape.Equals(step.Outputs[0].Shape), step, "the output must be shaped like the input");
                break;
            case Reshape:
                Require.Valid(
                    step.Inputs[0].Shape.ElementCount == step.Outputs[0].Shape.ElementCount, step, "the output must have as many elements");
                break;
            default:
                Require.Supported(false, step, "no kernel for this operator");
                break;
        }
    }
}
