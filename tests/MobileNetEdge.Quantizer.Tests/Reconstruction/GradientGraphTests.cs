using MobileNetEdge.Quantizer.Reconstruction;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Reconstruction;

/// <summary>Derivatives against differences of the network's own values.</summary>
public sealed class GradientGraphTests
{
    private static readonly Tensor X = FloatTensors.Activation("x", 1, 7, 6, 4);

    public static TheoryData<string, int, int, int, int, Padding> Windows => new()
    {
        { "pointwise", 1, 1, 1, 4, Padding.Same },
        { "pointwise, stride 2", 1, 2, 1, 4, Padding.Valid },
        { "3x3", 3, 1, 1, 4, Padding.Same },
        { "3x3, stride 2", 3, 2, 1, 4, Padding.Same },
        { "3x3, stride 2, no border", 3, 2, 1, 4, Padding.Valid },
        { "3x3, stride 3", 3, 3, 1, 4, Padding.Same },
        { "3x3, dilated", 3, 1, 2, 4, Padding.Same },
        { "5x5, stride 2, grouped", 5, 2, 1, 2, Padding.Same },
    };

    public static TheoryData<string> Steps => [.. SingleSteps.Keys];

    private static Dictionary<string, Func<Tensor, Tensor, Operator>> SingleSteps { get; } = new()
    {
        ["hard-swish"] = (x, y) => new Unary(UnaryFunction.HardSwish, x, y),
        ["relu6"] = (x, y) => new Unary(UnaryFunction.Relu6, x, y),
        ["clip"] = (x, y) => new Clip(x, y, -0.7f, 1.3f),
        ["sum of itself"] = (x, y) => new Binary(BinaryFunction.Add, x, x, y, FusedActivation.Relu),
        ["square"] = (x, y) => new Binary(BinaryFunction.Mul, x, x, y, FusedActivation.None),
        ["constant minus it"] = (x, y) => new Binary(BinaryFunction.Sub, FloatTensors.RandomConstant(new Random(3), 1, 4), x, y, FusedActivation.None),
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Convolution_goes_back(string name, int taps, int stride, int dilation, int depth, Padding padding)
    {
        Random random = new(11);
        WindowAxis axis = new(stride, dilation);
        Shape output = OutputOf(axis, taps, 6, padding);
        Tensor weights = FloatTensors.RandomConstant(random, 1, 6, taps, taps, depth);
        AssertDerivative(new Conv2D(X, weights, null, new("y", ElementType.Float32, output), axis, axis, padding, FusedActivation.Relu), name);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Depthwise_convolution_goes_back(string name, int taps, int stride, int dilation, int depth, Padding padding)
    {
        _ = depth;
        Random random = new(12);
        WindowAxis axis = new(stride, dilation);
        Tensor weights = FloatTensors.RandomConstant(random, 1, 1, taps, taps, 4);
        Tensor y = new("y", ElementType.Float32, OutputOf(axis, taps, 4, padding));
        AssertDerivative(new DepthwiseConv2D(X, weights, null, y, axis, axis, padding, FusedActivation.Relu6), name);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Step_goes_back(string name)
    {
        AssertDerivative(SingleSteps[name](X, FloatTensors.Activation("y", 1, 7, 6, 4)), name);
    }

    [Fact]
    public void Steps_that_move_go_back()
    {
        AssertDerivative(new Reshape(X, FloatTensors.Activation("y", 1, 168)), "reshape");
        AssertDerivative(new Pad(X, FloatTensors.Activation("y", 1, 10, 6, 5), [0, 1, 0, 0], [0, 2, 0, 1]), "pad");
        AssertDerivative(new Slice(X, FloatTensors.Activation("y", 1, 3, 6, 2), [0, 2, 0, 1]), "slice");
        AssertDerivative(new Concatenation([X, X], FloatTensors.Activation("y", 1, 7, 12, 4), 2, FusedActivation.Relu), "concatenation");
    }

    [Fact]
    public void Layers_and_means_go_back()
    {
        Tensor weights = FloatTensors.RandomConstant(new Random(5), 1, 3, 168);
        AssertDerivative(new FullyConnected(X, weights, null, FloatTensors.Activation("y", 1, 3), false, FusedActivation.None), "fully connected");
        AssertDerivative(new Mean(X, FloatTensors.Activation("y", 1, 4), [1, 2], false), "mean");
        AssertDerivative(new Mean(X, FloatTensors.Activation("y", 1, 7, 1, 4), [2], true), "mean of rows");
    }

    [Fact]
    public void Gate_and_offset_that_are_repeated_take_sums()
    {
        Tensor gate = FloatTensors.Activation("gate", 1, 1, 1, 4);
        Tensor offset = FloatTensors.Activation("offset", 4);
        Tensor product = FloatTensors.Activation("product", 1, 7, 6, 4);
        Tensor y = FloatTensors.Activation("y", 1, 7, 6, 4);
        Operator[] steps =
        [
            new Binary(BinaryFunction.Mul, X, gate, product, FusedActivation.None),
            new Binary(BinaryFunction.Add, product, offset, y, FusedActivation.Relu),
        ];
        AssertDerivative(steps, gate, "gate");
        AssertDerivative(steps, offset, "offset");
    }

    [Fact]
    public void Two_readers_of_a_tensor_add_up()
    {
        Tensor swish = FloatTensors.Activation("swish", 1, 7, 6, 4);
        Tensor mean = FloatTensors.Activation("mean", 1, 1, 1, 4);
        AssertDerivative(
            [
                new Unary(UnaryFunction.HardSwish, X, swish),
                new Mean(swish, mean, [1, 2], true),
                new Binary(BinaryFunction.Mul, swish, mean, FloatTensors.Activation("y", 1, 7, 6, 4), FusedActivation.None),
            ],
            X,
            "squeeze and excitation");
    }

    [Fact]
    public void Rounding_counts_as_a_line_within_its_range()
    {
        Tensor y = FloatTensors.Activation("y", 1, 7, 6, 4);
        QuantizationParameters steps = new(0.01f, 0);
        (float[] x, float[] gradient) = Derivative([new Rounding(X, y, steps)], X, seed: 1);

        Assert.Contains(gradient, value => value == 0);
        Assert.Equal(x.Select(value => value is > -1.285f and < 1.275f ? 1f : 0f), gradient);
    }

    [Fact]
    public void Step_without_a_rule_ends_the_path()
    {
        Tensor y = FloatTensors.Activation("y", 1, 7, 6, 4);
        GradientGraph graph = new([new Softmax(X, y, 1)], [X]);
        graph.Add(y, FloatTensors.Activation("seed", 1, 7, 6, 4));
        graph.Build();

        Assert.Null(graph.Of(X));
        Assert.Empty(graph.Steps);
    }

    [Fact]
    public void What_depends_on_no_variable_is_not_followed()
    {
        Tensor y = FloatTensors.Activation("y", 1, 7, 6, 4);
        GradientGraph graph = new([new Unary(UnaryFunction.Relu, X, y)], [FloatTensors.Activation("other", 1)]);
        graph.Add(y, FloatTensors.Activation("seed", 1, 7, 6, 4));
        graph.Build();

        Assert.Null(graph.Of(y));
        Assert.Empty(graph.Steps);
    }

    private static Shape OutputOf(WindowAxis axis, int taps, int channels, Padding padding)
    {
        return new Shape(1, (int)axis.OutputExtent(7, taps, padding), (int)axis.OutputExtent(6, taps, padding), channels);
    }

    private static void AssertDerivative(Operator step, string name) => AssertDerivative([step], X, name);

    /// <summary>
    /// The derivative of a weighted sum of the last step's output by each element of a tensor; where a clamp bends within reach it lies between
    /// those to either side.
    /// </summary>
    private static void AssertDerivative(Operator[] steps, Tensor variable, string name)
    {
        const float Reach = 1f / 128;
        (float[] values, float[] gradient) = Derivative(steps, variable, seed: null);
        double value = Weighted(steps, variable, 0, 0);
        Assert.Contains(gradient, own => own != 0);
        for (int i = 0; i < values.Length; i++)
        {
            double below = (value - Weighted(steps, variable, i, -Reach)) / Reach;
            double above = (Weighted(steps, variable, i, Reach) - value) / Reach;
            double allowed = 0.02 * Math.Max(1, Math.Abs(above));
            bool isBetween = gradient[i] > Math.Min(below, above) - allowed && gradient[i] < Math.Max(below, above) + allowed;
            Assert.True(isBetween, $"{name}: element {i}: {gradient[i]} for {below} to {above}");
        }
    }

    private static (float[] Values, float[] Gradient) Derivative(Operator[] steps, Tensor variable, float? seed)
    {
        Tensor y = steps[^1].Outputs[0];
        Tensor weights = new("weights", ElementType.Float32, y.Shape);
        GradientGraph graph = new(steps, [variable]);
        graph.Add(y, weights);
        graph.Build();
        Tensor gradient = graph.Of(variable)!;
        Tensor[] inputs = Inputs(steps);
        using FloatExecutor executor = new(new Model([], [.. steps, .. graph.Steps], [.. inputs, weights], [gradient]), threads: 1);
        Fill(executor, inputs.Length);
        WeightsOf(y).CopyTo(executor.Input(inputs.Length));
        if (seed is { } same)
        {
            executor.Input(inputs.Length).Fill(same);
        }

        executor.Run();
        return (executor.Input(Array.IndexOf(inputs, variable)).ToArray(), executor.Output().ToArray());
    }

    private static double Weighted(Operator[] steps, Tensor variable, int element, float reach)
    {
        Tensor y = steps[^1].Outputs[0];
        Tensor[] inputs = Inputs(steps);
        using FloatExecutor executor = new(new Model([], [.. steps], [.. inputs], [y]), threads: 1);
        Fill(executor, inputs.Length);
        executor.Input(Array.IndexOf(inputs, variable))[element] += reach;
        executor.Run();
        float[] weights = WeightsOf(y);
        return executor.Output().ToArray().Select((value, i) => (double)value * weights[i]).Sum();
    }

    private static Tensor[] Inputs(Operator[] steps)
    {
        HashSet<Tensor> written = [.. steps.SelectMany(step => step.Outputs)];
        return [.. steps.SelectMany(step => step.Inputs).Where(tensor => !tensor.IsConstant && !written.Contains(tensor)).Distinct()];
    }

    private static void Fill(FloatExecutor executor, int count)
    {
        for (int i = 0; i < count; i++)
        {
            FloatTensors.Fill(new Random(40 + i), executor.Input(i), 2);
        }
    }

    private static float[] WeightsOf(Tensor y)
    {
        float[] weights = new float[y.Shape.ElementCount];
        FloatTensors.Fill(new Random(99), weights, 1);
        return weights;
    }
}
