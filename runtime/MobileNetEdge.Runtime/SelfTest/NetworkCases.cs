namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Several operators in a row, as in the blocks of MobileNet V2 and V3: plans, fusions and kernels together.</summary>
internal static class NetworkCases
{
    public static IEnumerable<SelfTestCase> All()
    {
        foreach ((int channels, int expanded) in new[] { (8, 24), (16, 96), (24, 72), (10, 33) })
        {
            yield return new SelfTestCase("network", $"inverted residual {channels} by {expanded}", builder =>
            {
                Tensor input = builder.Input(new Shape(1, 7, 7, channels));
                Tensor wide = Pointwise(builder, input, expanded, FusedActivation.Relu6);
                Tensor filtered = Depthwise(builder, wide);
                Tensor narrow = Pointwise(builder, filtered, channels, FusedActivation.None);
                return builder.Add(new Binary(BinaryFunction.Add, input, narrow, Like(builder, input, 40), FusedActivation.None));
            });
            yield return new SelfTestCase("network", $"squeeze and excitation {channels} by {expanded}", builder =>
            {
                Tensor input = builder.Input(new Shape(1, 6, 6, expanded));
                Tensor filtered = Depthwise(builder, input);
                Tensor mean = builder.Add(new Mean(
                    filtered, builder.Activation(new Shape(1, 1, 1, expanded), filtered.Quantization!.Scale / 2), [1, 2], KeepDimensions: true));
                Tensor squeezed = Pointwise(builder, mean, channels, FusedActivation.Relu);
                Tensor excited = Pointwise(builder, squeezed, expanded, FusedActivation.None);
                Tensor gate = builder.Add(new Unary(UnaryFunction.Logistic, excited, Like(builder, excited, 256)));
                Tensor gated = builder.Activation(filtered.Shape, filtered.Quantization.Scale);
                return builder.Add(new Binary(BinaryFunction.Mul, filtered, gate, gated, FusedActivation.None));
            });
        }
    }

    private static Tensor Pointwise(CaseBuilder builder, Tensor input, int outputs, FusedActivation activation)
    {
        int depth = input.Shape[3];
        Tensor weights = builder.Weights(new Shape(outputs, 1, 1, depth), 0, WeightForm.PerChannel);
        Shape shape = new(input.Shape[0], input.Shape[1], input.Shape[2], outputs);
        Tensor output = builder.Activation(shape, CaseBuilder.OutputScale(input, weights, depth, WeightForm.PerChannel));
        Tensor bias = builder.Bias(outputs, depth, WeightForm.PerChannel);
        return builder.Add(new Conv2D(input, weights, bias, output, new(1), new(1), Padding.Same, activation));
    }

    private static Tensor Depthwise(CaseBuilder builder, Tensor input)
    {
        int channels = input.Shape[3];
        Tensor weights = builder.Weights(new Shape(1, 3, 3, channels), 3, WeightForm.PerChannel);
        Tensor output = builder.Activation(input.Shape, CaseBuilder.OutputScale(input, weights, 9, WeightForm.PerChannel));
        Tensor bias = builder.Bias(channels, 9, WeightForm.PerChannel);
        return builder.Add(new DepthwiseConv2D(input, weights, bias, output, new(1), new(1), Padding.Same, FusedActivation.None));
    }

    private static Tensor Like(CaseBuilder builder, Tensor tensor, int divisor) => builder.Activation(tensor.Shape, builder.Scale(divisor));
}
