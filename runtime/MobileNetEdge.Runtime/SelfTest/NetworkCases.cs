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
                Tensor product = builder.Add(new Binary(BinaryFunction.Mul, filtered, gate, gated, FusedActivation.None));
                return builder.Add(new Binary(BinaryFunction.Sub, Pointwise(builder, product, expanded, FusedActivation.None), input, Like(builder, input, 40), FusedActivation.None));
            });
            foreach ((int taps, int stride) in new[] { (3, 1), (3, 2), (5, 1), (5, 2) })
            {
                yield return new SelfTestCase("network", $"bordered block {channels} by {expanded}, {taps} taps, stride {stride}", builder =>
                {
                    Tensor input = builder.Input(new Shape(2, 9, 8, channels));
                    Tensor wide = HardSwish(builder, Pointwise(builder, input, expanded, FusedActivation.None));
                    Tensor filtered = HardSwish(builder, Depthwise(builder, Border(builder, wide, taps / 2), taps, stride));
                    return HardSwish(builder, Pointwise(builder, filtered, channels, FusedActivation.None));
                });
            }
        }

        yield return new SelfTestCase("network", "stem and separable pair", builder =>
        {
            Tensor input = builder.Input(new Shape(1, 20, 22, 3));
            Tensor weights = builder.Weights(new Shape(16, 3, 3, 3), 0, WeightForm.PerChannel);
            Tensor output = builder.Activation(new Shape(1, 10, 11, 16), CaseBuilder.OutputScale(input, weights, 27, WeightForm.PerChannel));
            Tensor stem = builder.Add(new Conv2D(
                input, weights, builder.Bias(16, 27, WeightForm.PerChannel), output, new(2), new(2), Padding.Same, FusedActivation.None));
            return Pointwise(builder, Depthwise(builder, HardSwish(builder, stem)), 24, FusedActivation.Relu6);
        });
    }

    private static Tensor HardSwish(CaseBuilder builder, Tensor input)
    {
        return builder.Add(new Unary(UnaryFunction.HardSwish, input, builder.Activation(input.Shape, input.Quantization!.Scale)));
    }

    private static Tensor Border(CaseBuilder builder, Tensor input, int width)
    {
        Shape shape = input.Shape;
        Shape wider = new(shape[0], shape[1] + 2 * width, shape[2] + 2 * width, shape[3]);
        Tensor output = new("bordered", ElementType.Int8, wider, input.Quantization);
        return builder.Add(new Pad(input, output, [0, width, width, 0], [0, width, width, 0]));
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

    private static Tensor Depthwise(CaseBuilder builder, Tensor input, int taps, int stride)
    {
        Shape shape = input.Shape;
        int channels = shape[3];
        Window window = Window.Square(taps, stride, Padding.Valid);
        Tensor weights = builder.Weights(new Shape(1, taps, taps, channels), 3, WeightForm.PerChannel);
        Tensor output = builder.Activation(
            window.OutputOf(shape, channels), CaseBuilder.OutputScale(input, weights, taps * taps, WeightForm.PerChannel));
        Tensor bias = builder.Bias(channels, taps * taps, WeightForm.PerChannel);
        return builder.Add(new DepthwiseConv2D(
            input, weights, bias, output, window.Vertical, window.Horizontal, Padding.Valid, FusedActivation.None));
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
