namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>A random convolution, depthwise convolution or fully connected layer, with its definition in real numbers.</summary>
internal sealed class WeightedCase
{
    private readonly int _groups;

    private WeightedCase(int groups)
    {
        _groups = groups;
    }

    public required Operator Step { get; init; }

    public required Tensor Input { get; init; }

    public required Tensor Weights { get; init; }

    public required Tensor Bias { get; init; }

    public required Tensor Output { get; init; }

    public required FusedActivation Activation { get; init; }

    public required sbyte[] InputValues { get; init; }

    public static WeightedCase Conv(Random random)
    {
        int groups = random.Next(1, 4);
        int depth = random.Next(1, 12);
        int outputs = groups * random.Next(1, 6);
        Shape input = new(random.Next(1, 3), random.Next(5, 10), random.Next(5, 10), depth * groups);
        Shape weights = new(outputs, random.Next(1, 4), random.Next(1, 4), depth);
        return Of(random, input, weights, 0, outputs, groups, terms: depth * weights[1] * weights[2]);
    }

    public static WeightedCase Depthwise(Random random)
    {
        int multiplier = random.Next(1, 4);
        Shape input = new(random.Next(1, 3), random.Next(5, 10), random.Next(5, 10), random.Next(1, 20));
        Shape weights = new(1, random.Next(1, 4), random.Next(1, 4), input[3] * multiplier);
        return Of(random, input, weights, 3, weights[3], groups: input[3], terms: weights[1] * weights[2]);
    }

    public static WeightedCase FullyConnected(Random random)
    {
        Shape weights = new(random.Next(1, 30), random.Next(1, 200));
        return Of(random, new Shape(random.Next(1, 4), weights[1]), weights, 0, weights[0], groups: 1, terms: weights[1]);
    }

    /// <summary>The scale of an output channel's weights.</summary>
    public double WeightScale(int channel)
    {
        QuantizationParameters quantization = Weights.Quantization!;
        return quantization.IsPerChannel ? quantization.Scales[channel] : quantization.Scale;
    }

    /// <summary>The real value of an output element, before the clamp.</summary>
    public double Exact(int n, int y, int x, int channel)
    {
        double scale = Input.Quantization!.Scale * WeightScale(channel);
        double sum = BitConverter.ToInt32(Bias.Data.Span[(4 * channel)..]) * scale;
        Shape i = Input.Shape;
        if (Step is FullyConnected)
        {
            int depth = Weights.Shape[1];
            return sum + Enumerable.Range(0, depth).Sum(c => scale * Term(n * depth + c, channel * depth + c));
        }

        (WindowAxis vertical, WindowAxis horizontal, Padding padding) = Window();
        int height = Weights.Shape[1];
        int width = Weights.Shape[2];
        int top = y * vertical.Stride - Border(i[1], height, vertical, padding);
        int left = x * horizontal.Stride - Border(i[2], width, horizontal, padding);
        for (int ky = 0; ky < height; ky++)
        {
            for (int kx = 0; kx < width; kx++)
            {
                int row = top + ky * vertical.Dilation;
                int column = left + kx * horizontal.Dilation;
                if (row >= 0 && row < i[1] && column >= 0 && column < i[2])
                {
                    int pixel = (n * i[1] + row) * i[2] + column;
                    sum += scale * PixelSum(pixel, ky * width + kx, channel);
                }
            }
        }

        return sum;
    }

    private double PixelSum(int pixel, int tap, int channel)
    {
        int channels = Input.Shape[3];
        int outputs = Output.Shape[3];
        if (Step is DepthwiseConv2D)
        {
            return Term(pixel * channels + channel / (outputs / channels), tap * outputs + channel);
        }

        int depth = channels / _groups;
        int group = channel / (outputs / _groups);
        int taps = Weights.Shape[1] * Weights.Shape[2];
        return Enumerable.Range(0, depth).Sum(c => Term(pixel * channels + group * depth + c, (channel * taps + tap) * depth + c));
    }

    private double Term(int activation, int weight)
    {
        return (InputValues[activation] - Input.Quantization!.ZeroPoint) * (double)((sbyte)Weights.Data.Span[weight] - Weights.Quantization!.ZeroPoint);
    }

    private (WindowAxis Vertical, WindowAxis Horizontal, Padding Padding) Window() => Step switch
    {
        Conv2D conv => (conv.Vertical, conv.Horizontal, conv.Padding),
        DepthwiseConv2D conv => (conv.Vertical, conv.Horizontal, conv.Padding),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>TensorFlow's SAME: what is missing for ceil(input / stride) windows, the smaller half before.</summary>
    private static int Border(int input, int taps, WindowAxis axis, Padding padding)
    {
        int windows = (input + axis.Stride - 1) / axis.Stride;
        int missing = (windows - 1) * axis.Stride + (taps - 1) * axis.Dilation + 1 - input;
        return padding == Padding.Same ? Math.Max(missing, 0) / 2 : 0;
    }

    private static WeightedCase Of(Random random, Shape inputShape, Shape weightShape, int axis, int outputs, int groups, int terms)
    {
        Tensor input = Make.Int8(inputShape, random.NextSingle() + 0.01f, random.Next(-128, 128), "input");
        Tensor weights = RandomWeights(random, weightShape, axis, outputs);
        Tensor bias = Make.Bias([.. Enumerable.Range(0, outputs).Select(_ => random.Next(-5000, 5000))]);
        FusedActivation activation = (FusedActivation)random.Next(4);
        float outputScale = (float)(input.Quantization!.Scale * 0.01 * 40 * Math.Sqrt(terms) * (0.5 + random.NextDouble()));
        WindowAxis vertical = new(random.Next(1, 4), random.Next(1, 3));
        WindowAxis horizontal = new(random.Next(1, 4), random.Next(1, 3));
        Padding padding = (Padding)random.Next(2);
        Shape outputShape = inputShape.Rank == 2
            ? new Shape(inputShape[0], outputs)
            : new Shape(
                inputShape[0], Extent(inputShape[1], weightShape[1], vertical, padding), Extent(inputShape[2], weightShape[2], horizontal, padding), outputs);
        Tensor output = Make.Int8(outputShape, outputScale, random.Next(-128, 128), "output");
        Operator step = inputShape.Rank == 2 ? new FullyConnected(input, weights, bias, output, false, activation)
            : axis == 3 ? new DepthwiseConv2D(input, weights, bias, output, vertical, horizontal, padding, activation)
            : new Conv2D(input, weights, bias, output, vertical, horizontal, padding, activation);
        return new WeightedCase(groups)
        {
            Step = step,
            Input = input,
            Weights = weights,
            Bias = bias,
            Output = output,
            Activation = activation,
            InputValues = Make.Random(random, inputShape.ElementCount),
        };
    }

    private static Tensor RandomWeights(Random random, Shape shape, int axis, int outputs)
    {
        sbyte[] values = Make.Random(random, shape.ElementCount);
        return random.Next(3) == 0
            ? Make.Constant(shape, 0.01f, random.Next(-128, 128), values)
            : Make.PerChannel(shape, axis, [.. Enumerable.Range(0, outputs).Select(_ => 0.005f + random.NextSingle() / 100)], values);
    }

    private static int Extent(int input, int taps, WindowAxis axis, Padding padding)
    {
        return padding == Padding.Same
            ? (input + axis.Stride - 1) / axis.Stride
            : (input - (taps - 1) * axis.Dilation - 1) / axis.Stride + 1;
    }
}
