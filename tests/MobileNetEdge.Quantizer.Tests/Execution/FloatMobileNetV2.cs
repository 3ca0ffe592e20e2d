namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>MobileNetV2 1.0 with random weights: Sandler et al., "Inverted Residuals and Linear Bottlenecks" (2018), table 2.</summary>
internal sealed class FloatMobileNetV2
{
    private static readonly (int Expansion, int Channels, int Repeats, int Stride)[] Blocks =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    private readonly Random _random;
    private readonly List<Operator> _steps = [];

    private FloatMobileNetV2(int seed) => _random = new Random(seed);

    /// <summary>The network for square pictures of a size that 32 divides.</summary>
    public static Model Create(int size, int classes = 1000, int seed = 1)
    {
        FloatMobileNetV2 network = new(seed);
        Tensor x = network.Conv(FloatTensors.Activation("image", 1, size, size, 3), 32, 3, 2, FusedActivation.Relu6);
        foreach ((int expansion, int channels, int repeats, int stride) in Blocks)
        {
            for (int i = 0; i < repeats; i++)
            {
                x = network.Block(x, expansion, channels, i == 0 ? stride : 1);
            }
        }

        x = network.Conv(x, 1280, 1, 1, FusedActivation.Relu6);
        Tensor pooled = FloatTensors.Activation("pooled", 1, 1280);
        network._steps.Add(new Mean(x, pooled, [1, 2], false));
        Tensor logits = FloatTensors.Activation("logits", 1, classes);
        Tensor weights = FloatTensors.RandomConstant(network._random, 0.05f, classes, 1280);
        network._steps.Add(new FullyConnected(pooled, weights, null, logits, false, FusedActivation.None));
        network._steps.Add(new Softmax(logits, FloatTensors.Activation("probabilities", 1, classes), 1));
        return FloatTensors.Network([.. network._steps]);
    }

    private Tensor Block(Tensor input, int expansion, int channels, int stride)
    {
        Tensor x = expansion == 1 ? input : Conv(input, input.Shape[3] * expansion, 1, 1, FusedActivation.Relu6);
        x = Depthwise(x, stride);
        x = Conv(x, channels, 1, 1, FusedActivation.None);
        if (!x.Shape.Equals(input.Shape))
        {
            return x;
        }

        Tensor sum = new($"step {_steps.Count}", ElementType.Float32, x.Shape);
        _steps.Add(new Binary(BinaryFunction.Add, input, x, sum, FusedActivation.None));
        return sum;
    }

    private Tensor Conv(Tensor input, int outputs, int taps, int stride, FusedActivation activation)
    {
        int depth = input.Shape[3];
        float magnitude = MathF.Sqrt(6f / (taps * taps * depth));
        Tensor weights = FloatTensors.RandomConstant(_random, magnitude, outputs, taps, taps, depth);
        Tensor output = Output(input, outputs, stride);
        Tensor bias = FloatTensors.RandomConstant(_random, 0.1f, outputs);
        _steps.Add(new Conv2D(input, weights, bias, output, new(stride), new(stride), Padding.Same, activation));
        return output;
    }

    private Tensor Depthwise(Tensor input, int stride)
    {
        int channels = input.Shape[3];
        Tensor weights = FloatTensors.RandomConstant(_random, 0.8f, 1, 3, 3, channels);
        Tensor output = Output(input, channels, stride);
        Tensor bias = FloatTensors.RandomConstant(_random, 0.1f, channels);
        _steps.Add(new DepthwiseConv2D(input, weights, bias, output, new(stride), new(stride), Padding.Same, FusedActivation.Relu6));
        return output;
    }

    private Tensor Output(Tensor input, int channels, int stride)
    {
        int height = (input.Shape[1] + stride - 1) / stride;
        int width = (input.Shape[2] + stride - 1) / stride;
        return FloatTensors.Activation($"step {_steps.Count}", 1, height, width, channels);
    }
}
