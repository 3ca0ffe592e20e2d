using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>
/// The derivative by a convolution's input is a convolution of the derivative by its output: pixels as far apart as the stride had them, the
/// windows turned by 180°, and inputs and outputs exchanged in the weights.
/// </summary>
internal static class WindowGradients
{
    /// <summary>Adds the steps for a convolution or a fully connected layer of constant weights; others end the path.</summary>
    public static void Apply(Operator step, Tensor gradient, GradientGraph graph)
    {
        if (WeightedLayer.Of(step) is not { } layer)
        {
            return;
        }

        Tensor? result = step switch
        {
            Conv2D conv => Of(conv, layer, gradient, graph),
            DepthwiseConv2D { DepthMultiplier: 1 } conv => Of(conv, layer, gradient, graph),
            FullyConnected => Of(layer, gradient, graph),
            _ => null,
        };
        if (result is not null)
        {
            graph.Add(layer.Input, result);
        }
    }

    private static Tensor Of(Conv2D conv, WeightedLayer layer, Tensor gradient, GradientGraph graph)
    {
        (SlidingAxis vertical, SlidingAxis horizontal) = Axes(layer, conv.Vertical, conv.Horizontal, conv.Padding);
        Tensor weights = Turned(conv.Weights, conv.Input.Shape[3]);
        return graph.Emit(conv.Input.Shape, result => new Conv2D(
            Spread(gradient, vertical, horizontal, graph), weights, null, result,
            new WindowAxis(1, vertical.Dilation), new WindowAxis(1, horizontal.Dilation), Padding.Valid, FusedActivation.None));
    }

    private static Tensor Of(DepthwiseConv2D conv, WeightedLayer layer, Tensor gradient, GradientGraph graph)
    {
        (SlidingAxis vertical, SlidingAxis horizontal) = Axes(layer, conv.Vertical, conv.Horizontal, conv.Padding);
        double[] values = FloatConstants.Widen(conv.Weights);
        int channels = conv.Weights.Shape[3];
        double[] turned = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            turned[(values.Length / channels - 1 - i / channels) * channels + i % channels] = values[i];
        }

        Tensor weights = FloatConstants.Create(conv.Weights.Name + "/turned", conv.Weights.Shape, turned);
        return graph.Emit(conv.Input.Shape, result => new DepthwiseConv2D(
            Spread(gradient, vertical, horizontal, graph), weights, null, result,
            new WindowAxis(1, vertical.Dilation), new WindowAxis(1, horizontal.Dilation), Padding.Valid, FusedActivation.None));
    }

    private static Tensor Of(WeightedLayer layer, Tensor gradient, GradientGraph graph)
    {
        (int outputs, int depth) = (layer.Weights.Shape[0], layer.Weights.Shape[1]);
        ReadOnlySpan<float> values = FloatConstants.Read(layer.Weights);
        double[] exchanged = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            exchanged[i % depth * outputs + i / depth] = values[i];
        }

        Tensor weights = FloatConstants.Create(layer.Weights.Name + "/exchanged", new Shape(depth, outputs), exchanged);
        return graph.Emit(
            layer.Input.Shape, result => new FullyConnected(gradient, weights, null, result, KeepDimensions: true, FusedActivation.None));
    }

    private static (SlidingAxis Vertical, SlidingAxis Horizontal) Axes(
        WeightedLayer layer, WindowAxis vertical, WindowAxis horizontal, Padding padding)
    {
        return (Axis(vertical, 1), Axis(horizontal, 2));

        SlidingAxis Axis(WindowAxis axis, int d)
        {
            return SlidingAxis.Of(axis, layer.Input.Shape[d], layer.Weights.Shape[d], layer.Output.Shape[d], padding);
        }
    }

    /// <summary>
    /// The derivative by the output with its pixels where the input's windows began, and room around them for the turned windows, so that
    /// one without a border gives a value for each input pixel.
    /// </summary>
    private static Tensor Spread(Tensor gradient, SlidingAxis vertical, SlidingAxis horizontal, GradientGraph graph)
    {
        if (vertical.IsIdentity && horizontal.IsIdentity)
        {
            return gradient;
        }

        Shape shape = new(gradient.Shape[0], Length(vertical), Length(horizontal), gradient.Shape[3]);
        return graph.Emit(shape, result => new Spread(gradient, result, Places(vertical), Places(horizontal)));
    }

    private static int Length(SlidingAxis axis) => axis.Input + (axis.Taps - 1) * axis.Dilation;

    private static SpreadAxis Places(SlidingAxis axis) => new((axis.Taps - 1) * axis.Dilation - axis.PaddingBefore, axis.Stride);

    /// <summary>Weights [output, y, x, input of the group] turned to [input, -y, -x, output of the group].</summary>
    private static Tensor Turned(Tensor weights, int inputs)
    {
        (int outputs, int taps, int depth) = (weights.Shape[0], weights.Shape[1] * weights.Shape[2], weights.Shape[3]);
        int groupOutputs = outputs / (inputs / depth);
        ReadOnlySpan<float> values = FloatConstants.Read(weights);
        double[] turned = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int place, int input) = Math.DivRem(i, depth);
            (int output, int tap) = Math.DivRem(place, taps);
            (int group, int own) = Math.DivRem(output, groupOutputs);
            turned[((group * depth + input) * taps + taps - 1 - tap) * groupOutputs + own] = values[i];
        }

        Shape shape = new(inputs, weights.Shape[1], weights.Shape[2], groupOutputs);
        return FloatConstants.Create(weights.Name + "/turned", shape, turned);
    }
}
