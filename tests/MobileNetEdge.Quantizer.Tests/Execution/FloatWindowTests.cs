namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Convolutions and pools against their definition.</summary>
public sealed class FloatWindowTests
{
    [Fact]
    public void Convolution_equals_its_definition() => OperatorChecker.CheckMany(150, random => Conv(random, random.Next(1, 4)));

    [Fact]
    public void Pointwise_convolution_equals_its_definition()
    {
        OperatorChecker.CheckMany(60, random => Conv(random, random.Next(1, 4), taps: 1, stride: 1));
    }

    [Theory]
    [InlineData(1, 24, 24, 40, 48, 1, 1)]
    [InlineData(1, 7, 7, 96, 160, 1, 1)]
    [InlineData(1, 1, 1, 320, 1000, 1, 1)]
    [InlineData(2, 33, 31, 3, 32, 3, 2)]
    [InlineData(1, 9, 9, 64, 35, 3, 1)]
    public void Convolution_that_threads_share_equals_its_definition(
        int batch, int height, int width, int channels, int outputs, int taps, int stride)
    {
        Random random = new(3);
        Operator step = Conv(
            random, FloatTensors.Activation("x", batch, height, width, channels), outputs, 1,
            (taps, new(stride)), (taps, new(stride)), Padding.Same);
        OperatorChecker.Check(step, random, "seed 3", tolerance: 1e-4);
    }

    [Fact]
    public void Depthwise_convolution_equals_its_definition()
    {
        OperatorChecker.CheckMany(150, random =>
        {
            int multiplier = random.Next(4) == 0 ? random.Next(2, 4) : 1;
            return Depthwise(random, multiplier, random.Next(1, 70), random.Next(1, 12));
        });
    }

    [Fact]
    public void Depthwise_convolution_that_threads_share_equals_its_definition()
    {
        OperatorChecker.CheckMany(4, random => Depthwise(random, 1, 100, 60));
    }

    [Fact]
    public void Pool_equals_its_definition()
    {
        OperatorChecker.CheckMany(150, random =>
        {
            Tensor input = FloatTensors.Activation("x", random.Next(1, 3), random.Next(1, 12), random.Next(1, 12), random.Next(1, 40));
            Padding padding = AnyPadding(random);
            int height = padding == Padding.Same ? random.Next(1, 6) : random.Next(1, input.Shape[1] + 1);
            int width = padding == Padding.Same ? random.Next(1, 6) : random.Next(1, input.Shape[2] + 1);
            WindowAxis vertical = new(random.Next(1, 4)), horizontal = new(random.Next(1, 4));
            Tensor output = Output(input, input.Shape[3], (height, vertical), (width, horizontal), padding);
            return new Pool2D(
                (PoolFunction)random.Next(2), input, output, height, width,
                vertical.Stride, horizontal.Stride, padding, AnyActivation(random));
        });
    }

    [Fact]
    public void Window_that_contradicts_the_output_is_invalid()
    {
        Random random = new(1);
        Tensor input = FloatTensors.Activation("x", 1, 5, 5, 4);
        Conv2D conv = Conv(random, input, 8, 1, (3, new(1)), (3, new(1)), Padding.Same);
        Assert.Throws<InvalidModelException>(() => new FloatProgram(FloatTensors.Network(conv with { Padding = Padding.Valid })));
        Conv2D still = conv with { Vertical = new(0) };
        Assert.Throws<InvalidModelException>(() => new FloatProgram(FloatTensors.Network(still)));
        Conv2D wide = conv with { Vertical = new(1, int.MaxValue) };
        Assert.Throws<UnsupportedModelException>(() => new FloatProgram(FloatTensors.Network(wide)));
    }

    [Fact]
    public void Weights_computed_at_run_time_are_unsupported()
    {
        Conv2D conv = Conv(new Random(1), FloatTensors.Activation("x", 1, 5, 5, 4), 8, 1, (1, new(1)), (1, new(1)), Padding.Same);
        Conv2D computed = conv with { Weights = FloatTensors.Activation("w", 8, 1, 1, 4) };
        Assert.Throws<UnsupportedModelException>(() => new FloatProgram(FloatTensors.Network(computed)));
    }

    private static Conv2D Conv(Random random, int groups, int taps = 0, int stride = 0)
    {
        Tensor input = FloatTensors.Activation(
            "x", random.Next(1, 3), random.Next(1, 12), random.Next(1, 12), groups * random.Next(1, 20));
        Padding padding = AnyPadding(random);
        (int, WindowAxis) vertical = AnyWindow(random, input.Shape[1], padding, taps, stride);
        (int, WindowAxis) horizontal = AnyWindow(random, input.Shape[2], padding, taps, stride);
        return Conv(random, input, groups * random.Next(1, 40), groups, vertical, horizontal, padding);
    }

    private static Conv2D Conv(
        Random random, Tensor input, int outputs, int groups,
        (int Taps, WindowAxis Axis) vertical, (int Taps, WindowAxis Axis) horizontal, Padding padding)
    {
        Tensor weights = FloatTensors.RandomConstant(random, 0.3f, outputs, vertical.Taps, horizontal.Taps, input.Shape[3] / groups);
        Tensor? bias = random.Next(3) == 0 ? null : FloatTensors.RandomConstant(random, 2, outputs);
        Tensor output = Output(input, outputs, vertical, horizontal, padding);
        return new Conv2D(input, weights, bias, output, vertical.Axis, horizontal.Axis, padding, AnyActivation(random));
    }

    private static DepthwiseConv2D Depthwise(Random random, int multiplier, int channels, int extent)
    {
        Tensor input = FloatTensors.Activation("x", random.Next(1, 3), extent, random.Next(1, 12), channels);
        Padding padding = AnyPadding(random);
        (int Taps, WindowAxis Axis) vertical = AnyWindow(random, input.Shape[1], padding, 0, 0);
        (int Taps, WindowAxis Axis) horizontal = AnyWindow(random, input.Shape[2], padding, 0, 0);
        int outputs = channels * multiplier;
        Tensor weights = FloatTensors.RandomConstant(random, 0.3f, 1, vertical.Taps, horizontal.Taps, outputs);
        Tensor? bias = random.Next(3) == 0 ? null : FloatTensors.RandomConstant(random, 2, outputs);
        Tensor output = Output(input, outputs, vertical, horizontal, padding);
        return new DepthwiseConv2D(input, weights, bias, output, vertical.Axis, horizontal.Axis, padding, AnyActivation(random));
    }

    /// <summary>Taps and steps; without a border, as many taps as fit.</summary>
    private static (int Taps, WindowAxis Axis) AnyWindow(Random random, int extent, Padding padding, int taps, int stride)
    {
        WindowAxis axis = new(stride > 0 ? stride : random.Next(1, 4), random.Next(1, 4));
        int most = padding == Padding.Same ? 5 : Math.Min(5, (extent - 1) / axis.Dilation + 1);
        return (taps > 0 ? taps : random.Next(1, most + 1), axis);
    }

    private static Tensor Output(
        Tensor input, int channels, (int Taps, WindowAxis Axis) vertical, (int Taps, WindowAxis Axis) horizontal, Padding padding)
    {
        int height = (int)vertical.Axis.OutputExtent(input.Shape[1], vertical.Taps, padding);
        int width = (int)horizontal.Axis.OutputExtent(input.Shape[2], horizontal.Taps, padding);
        return FloatTensors.Activation("y", input.Shape[0], height, width, channels);
    }

    private static Padding AnyPadding(Random random) => (Padding)random.Next(2);

    private static FusedActivation AnyActivation(Random random) => (FusedActivation)random.Next(4);
}
