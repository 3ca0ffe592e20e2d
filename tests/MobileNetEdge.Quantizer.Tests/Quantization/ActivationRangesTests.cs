using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

/// <summary>No steps are spent on values that no reader tells apart.</summary>
public sealed class ActivationRangesTests
{
    private const float Least = -9;
    private static readonly WindowAxis Still = new(1);
    private readonly Tensor _input = FloatTensors.Activation("input", 1, 1, 3, 2);
    private readonly Tensor _x = FloatTensors.Activation("x", 1, 1, 3, 2);
    private readonly Tensor _y = FloatTensors.Activation("y", 1, 1, 3, 2);

    [Fact]
    public void Argument_of_hard_swish_ends_where_that_is_0()
    {
        Assert.Equal(-3, LeastOfX(new Unary(UnaryFunction.HardSwish, _x, _y)));
        Assert.Equal(Least, LeastOfX(new Unary(UnaryFunction.Relu, _x, _y)));
    }

    [Theory]
    [InlineData(1f, 3f, 2f, 3f, -3f)]
    [InlineData(0.5f, 3f, 2f, 3f, -6f)]
    [InlineData(0.25f, 3f, 2f, 3f, Least)]
    [InlineData(1f, 3f, -1f, 3f, Least)]
    [InlineData(1f, 3f, 0f, 3f, Least)]
    public void Argument_of_a_gate_ends_where_the_last_channel_shuts(float weight0, float bias0, float weight1, float bias1, float expected)
    {
        Assert.Equal(expected, LeastOfX(Gated(Gate(FusedActivation.Relu6, [weight0, weight1], [bias0, bias1]))));
    }

    [Fact]
    public void Gate_without_a_bias_or_a_clamp_has_no_floor()
    {
        Assert.Equal(Least, LeastOfX(Gated(Gate(FusedActivation.Relu6, [1, 1], null))));
        Assert.Equal(Least, LeastOfX(Gated(Gate(FusedActivation.None, [1, 1], [3, 3]))));
    }

    [Fact]
    public void Output_of_the_network_keeps_all_values()
    {
        Model network = FloatTensors.Network(Identity(), new Unary(UnaryFunction.HardSwish, _x, _y));

        Assert.Equal(Least, LeastOfX(new Model(network.Tensors, network.Operators, network.Inputs, [_x, _y])));
    }

    /// <summary>The least value of x that ranges are chosen from, where -9 to 4 was seen.</summary>
    private float LeastOfX(params Operator[] readers) => LeastOfX(FloatTensors.Network([Identity(), .. readers]));

    private float LeastOfX(Model network)
    {
        FixedInputs inputs = new([Least, -5, -2, 0, 1, 4]);
        CalibrationResult calibration = Calibrator.Run(new FloatProgram(network), inputs, 1, null, CancellationToken.None);
        return ActivationRanges.UsefulHistograms(new Graph(network), calibration)(_x).Range.Min;
    }

    private Binary Identity() => new(BinaryFunction.Mul, _input, FloatTensors.Constant("one", new Shape(1), [1]), _x, FusedActivation.None);

    private DepthwiseConv2D Gate(FusedActivation activation, float[] weights, float[]? biases)
    {
        Tensor? bias = biases is null ? null : FloatTensors.Constant("bias", new Shape(2), biases);
        Tensor filters = FloatTensors.Constant("weights", new Shape(1, 1, 1, 2), weights);
        return new DepthwiseConv2D(_x, filters, bias, FloatTensors.Activation("gate", 1, 1, 3, 2), Still, Still, Padding.Valid, activation);
    }

    private Operator[] Gated(DepthwiseConv2D gate) => [gate, new Binary(BinaryFunction.Mul, _x, gate.Output, _y, FusedActivation.None)];
}
