using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Tests.Calibration;

public sealed class CalibratorTests
{
    [Fact]
    public void Result_does_not_depend_on_the_number_of_threads()
    {
        FloatProgram program = new(Doubling());
        CalibrationResult one = Calibrator.Run(program, new SeededInputs(70), 1, null, CancellationToken.None);
        CalibrationResult three = Calibrator.Run(program, new SeededInputs(70), 3, null, CancellationToken.None);

        Assert.Equal(2, one.Tensors.Count);
        foreach ((Tensor tensor, TensorStatistics statistics) in one.Tensors)
        {
            Assert.Equal(statistics.Extremes, three.Tensors[tensor].Extremes);
            Assert.True(statistics.Histogram.Bins.SequenceEqual(three.Tensors[tensor].Histogram.Bins));
        }
    }

    [Fact]
    public void Statistics_are_those_of_the_values()
    {
        Model model = Doubling();
        FixedInputs inputs = new([1, -2, 3, 4], [5, 0, 1, 0]);
        TensorStatistics output = Calibrator.Run(new FloatProgram(model), inputs, 2, null, CancellationToken.None).Tensors[model.Outputs[0]];

        Assert.Equal(new ValueRange(-4, 10), output.Extremes);
        Assert.Equal((2, 6), (output.Histogram.Zeros, output.Histogram.NonZeros));
    }

    [Fact]
    public void Channel_extremes_are_those_of_all_inputs()
    {
        Model model = Doubling();
        FloatProgram program = new(model);
        FixedInputs inputs = new([1, -2, 3, 4], [5, 0, 1, 0]);
        ChannelExtremes extremes = Calibrator.Gather(program, inputs, 2, () => new ChannelExtremesPass(), 2, 1, CancellationToken.None)
            .Extremes[model.Outputs[0]];

        Assert.Equal([0f, -4f], extremes.Lowest);
        Assert.Equal([10f, 8f], extremes.Highest);
        Assert.Equal([10f, 8f], extremes.Magnitudes);
    }

    [Fact]
    public void Channel_sums_are_those_of_the_clamped_values()
    {
        double[] sums = new double[2];
        ChannelSums.Add([1, 9, -5, 2], new ValueRange(-2, 8), sums);

        Assert.Equal([-1.0, 10.0], sums);
    }

    [Fact]
    public void Magnitudes_above_a_floor_spend_few_steps_below_zero_where_channels_reach_far_above()
    {
        ChannelExtremes far = Extremes([-3, 24], [-9, 16]);
        ChannelExtremes near = Extremes([-3, 3], [-9, 2]);

        Assert.Equal([24f, 3 / 0.18f], far.MagnitudesAbove(-3));
        Assert.Equal([3f, 3f], near.MagnitudesAbove(-3));
    }

    private static ChannelExtremes Extremes(params float[][] ends)
    {
        ChannelExtremesPass pass = new();
        Tensor tensor = new("x", ElementType.Float32, new Shape(2, ends.Length));
        pass.Observe(tensor, [.. ends.Select(end => end[0]), .. ends.Select(end => end[1])]);
        return pass.Extremes[tensor];
    }

    [Fact]
    public void Unreadable_inputs_are_named_and_left_out()
    {
        CalibrationResult result = Calibrator.Run(new FloatProgram(Doubling()), new FixedInputs(null, [1, 2, 3, 4], null), 2, null, CancellationToken.None);

        Assert.Equal(1, result.InputCount);
        Assert.Equal(["input 0 is broken", "input 2 is broken"], result.Problems);
    }

    [Fact]
    public void No_readable_input_at_all_is_an_error()
    {
        CalibrationException exception = Assert.Throws<CalibrationException>(
            () => Calibrator.Run(new FloatProgram(Doubling()), new FixedInputs(null, null), 1, null, CancellationToken.None));

        Assert.Contains("input 0 is broken", exception.Message, StringComparison.Ordinal);
        Assert.Throws<CalibrationException>(
            () => Calibrator.Run(new FloatProgram(Doubling()), new FixedInputs(), 1, null, CancellationToken.None));
    }

    [Fact]
    public void Activation_that_is_not_a_number_is_an_error_that_names_it()
    {
        CalibrationException exception = Assert.Throws<CalibrationException>(
            () => Calibrator.Run(new FloatProgram(Doubling()), new FixedInputs([1, float.NaN, 3, 4]), 1, null, CancellationToken.None));

        Assert.Contains("'input'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_can_be_stopped()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Calibrator.Run(new FloatProgram(Doubling()), new SeededInputs(3), 1, null, source.Token));
    }

    /// <summary>[1, 1, 2, 2] times 2.</summary>
    private static Model Doubling()
    {
        Tensor input = new("input", ElementType.Float32, new Shape(1, 1, 2, 2));
        Tensor two = new("two", ElementType.Float32, new Shape(1), data: MemoryMarshal.AsBytes<float>(new[] { 2f }).ToArray());
        Tensor output = new("output", ElementType.Float32, input.Shape);
        Binary product = new(BinaryFunction.Mul, input, two, output, FusedActivation.None);
        return new Model([input, two, output], [product], [input], [output]);
    }
}
