using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

/// <summary>Ranges are chosen by what rounding does to the outputs.</summary>
public sealed class RangeSearchTests
{
    private const int Elements = 1000;
    private const int Outputs = 10;
    private const float Outlier = 50;

    /// <summary>Three of ten inputs have it: 3 values in 10,000, of which the search begins with leaving out 2.</summary>
    private static readonly FixedInputs Inputs = new([.. Enumerable.Range(0, 10).Select(i => Values(i, i % 4 == 1))]);

    [Fact]
    public void Rare_outlier_that_no_output_depends_on_is_clipped()
    {
        ValueRange range = Search(Network(outlierWeight: 0), QuantizerOptions.Default, threads: 2).Range;

        Assert.InRange(range.Max, 0.5f, 1.5f);
        Assert.InRange(range.Min, -1.5f, -0.5f);
    }

    [Fact]
    public void Rare_outlier_that_carries_the_outputs_is_kept()
    {
        Assert.InRange(Search(Network(outlierWeight: 1), QuantizerOptions.Default, threads: 2).Range.Max, Outlier - 0.1f, Outlier);
    }

    [Fact]
    public void Range_and_error_are_the_same_with_one_thread_and_with_two()
    {
        Assert.Equal(
            Search(Network(outlierWeight: 0.1f), QuantizerOptions.Default, threads: 1),
            Search(Network(outlierWeight: 0.1f), QuantizerOptions.Default, threads: 2));
    }

    /// <summary>Each of these inputs takes 4 bytes for 1,000 values, as many products and 10 outputs.</summary>
    [Theory]
    [InlineData(5 * 4 * (2 * Elements + Outputs), new[] { 0, 2, 4, 6, 8 })]
    [InlineData(3 * 4 * (2 * Elements + Outputs) + 5, new[] { 0, 3, 6 })]
    [InlineData(1, new[] { 0, 5 })]
    [InlineData(long.MaxValue, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void Memory_limits_the_inputs_which_are_spread_over_all(long bytes, int[] expected)
    {
        RecordingInputs inputs = new(Inputs);
        Search(Network(outlierWeight: 0), QuantizerOptions.Default with { MaxSearchBytes = bytes }, threads: 1, inputs);

        Assert.Equal(expected, inputs.Filled);
    }

    [Fact]
    public void Error_to_expect_is_the_mean_and_its_standard_error()
    {
        Assert.Equal(0, OutputProbe.ErrorToExpect([]));
        Assert.Equal(3, OutputProbe.ErrorToExpect([3]));
        Assert.Equal(2, OutputProbe.ErrorToExpect([2, 2, 2]));

        // The variance of 1, 2, 3, 6 is 14 / 3, that of their mean a quarter of it.
        Assert.Equal(3 + Math.Sqrt(14.0 / 12), OutputProbe.ErrorToExpect([1, 2, 3, 6]), 1e-12);
    }

    private static (ValueRange Range, double Error) Search(Model network, QuantizerOptions options, int threads, CalibrationInputs? inputs = null)
    {
        FloatProgram program = new(network);
        CalibrationResult calibration = Calibrator.Run(program, Inputs, threads, null, CancellationToken.None);
        Graph graph = new(network);
        QuantizationPlan plan = new(graph, ActivationScales.Of(graph, tensor => calibration.Tensors[tensor].Extremes));
        Tensor product = network.Operators[0].Outputs[0];
        using OutputProbe probe = new(program, inputs ?? Inputs, options, new ParallelOptions { MaxDegreeOfParallelism = threads });
        Dictionary<Tensor, double> errors = RangeSearch.Run(plan, probe, tensor => calibration.Tensors[tensor].Histogram, tensor => tensor == product);
        return (plan.Scales.RangeOf(product), Assert.Single(errors).Value);
    }

    /// <summary>The input times 1, then outputs that are weighted sums; the first value's weight is given.</summary>
    private static Model Network(float outlierWeight)
    {
        Tensor input = FloatTensors.Activation("input", 1, Elements);
        Tensor product = FloatTensors.Activation("product", 1, Elements);
        Tensor output = FloatTensors.Activation("output", 1, Outputs);
        Random random = new(29);
        float[] weights = [.. Enumerable.Range(0, Outputs * Elements).Select(i =>
            i % Elements == 0 ? outlierWeight * (i / Elements % 2 == 0 ? 1 : -1) : 0.1f * (random.NextSingle() - 0.5f))];
        return FloatTensors.Network(
            new Binary(BinaryFunction.Mul, input, FloatTensors.Constant("one", new Shape(1), [1]), product, FusedActivation.None),
            new FullyConnected(product, FloatTensors.Constant("weights", new Shape(Outputs, Elements), weights), null, output, false, FusedActivation.None));
    }

    private static float[] Values(int index, bool hasOutlier)
    {
        Random random = new(index + 1);
        float[] values = [.. Enumerable.Range(0, Elements).Select(_ => 2 * random.NextSingle() - 1)];
        values[0] = hasOutlier ? Outlier : values[0];
        return values;
    }

    /// <summary>Remembers which inputs were asked for.</summary>
    private sealed class RecordingInputs(CalibrationInputs inputs) : CalibrationInputs
    {
        public List<int> Filled { get; } = [];

        public override int Count => inputs.Count;

        public override string? Fill(int index, Span<float> destination)
        {
            Filled.Add(index);
            return inputs.Fill(index, destination);
        }
    }
}
