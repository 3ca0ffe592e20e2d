using MobileNetEdge.Quantizer.Passes;
using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

/// <summary>The channels are copied whose rounding disturbs the outputs.</summary>
public sealed class SplitSearchTests
{
    private const int Channels = 16;
    private const int Sensitive = 5;
    private static readonly WindowAxis Still = new(1);

    [Fact]
    public void Copies_go_where_they_remove_most_error()
    {
        CandidateSplit split = new(null!, [8, 1, 0, 3]);
        Assert.Equal(4 + 1.5, split.Gain(2), 1e-12);
        split.Add(2);

        // 8 is in two now and 3 in two: a third copy of the first saves 8 / 6, of the other 3 / 6, a second one of 1 a half.
        Assert.Equal(8.0 / 6, split.Gain(1), 1e-12);
        split.Add(1);
        Assert.Equal([0, 1, 2, 3, 0, 0, 3], split.ToCopies().Sources);
    }

    [Fact]
    public void Channel_that_outputs_hang_on_is_copied()
    {
        Dictionary<ChannelGroup, ChannelCopies> copies = Search(mostWork: 1);

        ChannelCopies own = Assert.Single(copies).Value;
        Assert.Equal(Channels + 8, own.Count);
        Assert.Equal(Enumerable.Range(0, Channels), own.Sources.Take(Channels));
        Assert.All(own.Sources.Skip(Channels), source => Assert.Equal(Sensitive, source));
    }

    [Fact]
    public void Work_is_limited()
    {
        Assert.Empty(Search(mostWork: 0.1));
    }

    [Fact]
    public void Copies_bring_the_int8_network_nearer_to_the_float_network()
    {
        double plain = Noise(new QuantizerOptions { MaxSplitWork = 0, CorrectBiases = false });
        double split = Noise(new QuantizerOptions { MaxSplitWork = 1, CorrectBiases = false });

        // Nine copies leave a ninth of the channel's error or less.
        Assert.True(split < plain / 4, $"{split} of {plain}");
    }

    private static Dictionary<ChannelGroup, ChannelCopies> Search(double mostWork)
    {
        Model network = Network();
        FloatProgram program = new(network);
        CalibrationResult calibration = Calibrator.Run(program, new SeededInputs(8), 1, null, CancellationToken.None);
        Graph graph = new(network);
        QuantizationPlan plan = new(graph, ActivationScales.Of(graph, tensor => calibration.Tensors[tensor].Extremes));
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = 2 };
        using OutputProbe probe = new(program, new SeededInputs(8), QuantizerOptions.Default, parallel);
        Dictionary<Tensor, double> errors = RangeSearch.Run(plan, probe, tensor => calibration.Tensors[tensor].Histogram, _ => true);
        return SplitSearch.Run(plan, ChannelGroup.FindAll(graph), probe, errors, mostWork);
    }

    private static double Noise(QuantizerOptions options)
    {
        Model network = Network();
        PlanMaker maker = new(network, new SeededInputs(40), options, progress: null, CancellationToken.None);
        QuantizationPlan plan = maker.Make();
        Assert.Equal(options.MaxSplitWork > 0, plan.Copies.Count > 0);
        using FloatExecutor expected = new(network);
        using FloatExecutor found = new(new SimulatedNetwork(plan).ToModel());
        double noise = 0;
        for (int i = 0; i < 40; i++)
        {
            new SeededInputs(40).Fill(i, expected.Input());
            expected.Input().CopyTo(found.Input());
            expected.Run();
            found.Run();
            noise += OutputError.Of([expected.Output().ToArray()], found);
        }

        return noise;
    }

    /// <summary>
    /// A convolution whose channels are 3 and a little, then one that takes the 3 away: of one channel the little decides the outputs, and that
    /// is about a step.
    /// </summary>
    private static Model Network()
    {
        Random random = new(7);
        Tensor input = FloatTensors.Activation("input", 1, 8, 8, 3);
        Tensor middle = FloatTensors.Activation("middle", 1, 8, 8, Channels);
        Tensor output = FloatTensors.Activation("output", 1, 8, 8, 4);
        float[] first = [.. Enumerable.Range(0, Channels * 3).Select(i => (i / 3 == Sensitive ? 0.04f : 2) * (random.NextSingle() - 0.5f))];
        float[] second = [.. Enumerable.Range(0, 4 * Channels).Select(i => (i % Channels == Sensitive ? 50 : 0.02f) * (random.NextSingle() - 0.5f))];
        float[] middles = [.. Enumerable.Repeat(3f, Channels)];
        float[] outputs = [.. Enumerable.Range(0, 4).Select(i => -3 * second.Skip(i * Channels).Take(Channels).Sum())];
        return FloatTensors.Network(
            new Conv2D(
                input, FloatTensors.Constant("first", new Shape(Channels, 1, 1, 3), first), FloatTensors.Constant("bias", new Shape(Channels), middles),
                middle, Still, Still, Padding.Same, FusedActivation.Relu6),
            new Conv2D(
                middle, FloatTensors.Constant("second", new Shape(4, 1, 1, Channels), second), FloatTensors.Constant("outputs", new Shape(4), outputs),
                output, Still, Still, Padding.Same, FusedActivation.None));
    }
}
