using MobileNetEdge.Quantizer.Passes;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Ranges of weights are brought together, and what the network computes stays.</summary>
public sealed class EqualizeLayersTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(FusedActivation.None)]
    [InlineData(FusedActivation.Relu)]
    public void Channels_of_a_chain_get_equal_ranges_in_both_layers(FusedActivation activation)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor x = sketch.Conv(sketch.New(1, 6, 6, 3), 8, 3, activation: activation);
            x = sketch.Depthwise(x, bias: seed % 2 == 0, activation: activation);
            x = sketch.Depthwise(x, multiplier: 2, activation: activation);
            x = sketch.Conv(x, 12, 3, groups: 4, bias: seed % 3 == 0, activation: activation);
            sketch.Connected(x, 5);
            Model model = Uneven(sketch.Model(), seed);
            Graph graph = PassChecker.Check(model, g => EqualizeLayers.Run(g), seed, Tolerance);
            Assert.Equal(model.Operators.Length, graph.Operators.Count);
            for (int i = 1; i < graph.Operators.Count; i++)
            {
                double before = Unevenness(model.Operators[i - 1], model.Operators[i]);
                double after = Unevenness(graph.Operators[i - 1], graph.Operators[i]);
                Assert.True(before > 2, $"seed {seed}, pair {i}: the ranges differ by a factor of {before} only");
                Assert.True(after < 1.02, $"seed {seed}, pair {i}: the ranges differ by a factor of {after}");
            }
        }
    }

    [Theory]
    [InlineData("relu6")]
    [InlineData("residual")]
    [InlineData("output")]
    [InlineData("hard-swish")]
    [InlineData("an operator among the readers")]
    [InlineData("rows of other lengths")]
    public void Layers_that_are_no_pair_stay(string obstacle)
    {
        NetworkSketch sketch = new(1);
        Tensor image = sketch.New(1, 4, 4, 6);
        Tensor x = sketch.Conv(image, 6, activation: obstacle == "relu6" ? FusedActivation.Relu6 : FusedActivation.None);
        Tensor read = obstacle == "hard-swish" ? sketch.Unary(UnaryFunction.HardSwish, x) : x;
        Tensor last = obstacle == "rows of other lengths"
            ? sketch.Add(new FullyConnected(read, sketch.Constant(2, 8), null, sketch.New(12, 2), false, FusedActivation.None))
            : sketch.Conv(read, 6);
        Tensor other = obstacle switch
        {
            "residual" => sketch.Binary(BinaryFunction.Add, x, image),
            "output" => x,
            "an operator among the readers" => sketch.Unary(UnaryFunction.Tanh, x),
            _ => last,
        };
        Model model = sketch.Model(last, other);
        Graph graph = PassChecker.Check(model, g => EqualizeLayers.Run(g), tolerance: 0);
        Assert.Equal(model.Operators, graph.Operators, (a, b) => ReferenceEquals(a, b));
    }

    [Fact]
    public void Channels_without_weights_stay_and_none_is_scaled_beyond_the_limit()
    {
        NetworkSketch sketch = new(2);
        Tensor x = sketch.New(1, 1, 1, 1), y = sketch.New(1, 1, 1, 4), z = sketch.New(1, 1, 1, 2);
        Tensor first = FloatTensors.Constant("first", new Shape(4, 1, 1, 1), [0, 1, 1e4f, 3]);
        Tensor second = FloatTensors.Constant("second", new Shape(2, 1, 1, 4), [1, 0, 1e-4f, 3, 1, 0, 0, -12]);
        sketch.Add(new Conv2D(x, first, null, y, new(1), new(1), Padding.Same, FusedActivation.Relu));
        sketch.Add(new Conv2D(y, second, null, z, new(1), new(1), Padding.Same, FusedActivation.None));
        Graph graph = PassChecker.Check(sketch.Model(), g => EqualizeLayers.Run(g), tolerance: Tolerance);
        Assert.Equal([0, 1, 10, 6], Weights(graph, 0), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal([1, 0, 0.1, 1.5, 1, 0, 0, -6], Weights(graph, 1), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Factor_passes_through_pooling_and_gate_to_every_layer_that_reads_it()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor x = sketch.Depthwise(sketch.New(1, 6, 6, 8), activation: FusedActivation.Relu);
            Tensor squeezed = sketch.New(1, 1, 1, 8);
            sketch.Add(new Mean(x, squeezed, [1, 2], true));
            Tensor gate = sketch.Conv(sketch.Conv(squeezed, 4, activation: FusedActivation.Relu), 8, activation: FusedActivation.Relu6);
            sketch.Conv(sketch.Binary(BinaryFunction.Mul, x, gate), 5);
            Model model = sketch.Model();
            float[] magnitudes = [.. Enumerable.Range(1, 8).Select(c => MathF.Pow(3, c))];
            Graph graph = PassChecker.Check(
                model, g => EqualizeLayers.Run(g, tensor => tensor.Shape[^1] == 8 ? magnitudes : null), seed, Tolerance);
            double[] before = FloatTensors.Values(model.Operators[0].Inputs[1]);
            double[] after = FloatTensors.Values(graph.Operators[0].Inputs[1]);
            double ratio = after[0] / before[0] / (after[7] / before[7]);
            Assert.True(ratio > 2, $"seed {seed}: the weakest channel gained only {ratio} times what the strongest did");
        }
    }

    [Fact]
    public void Product_of_two_scaled_tensors_stays()
    {
        NetworkSketch sketch = new(3);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 6);
        Tensor squeezed = sketch.New(1, 1, 1, 6);
        sketch.Add(new Mean(x, squeezed, [1, 2], true));
        sketch.Conv(sketch.Binary(BinaryFunction.Mul, x, squeezed), 4);
        Model model = sketch.Model();
        Graph graph = PassChecker.Check(model, g => EqualizeLayers.Run(g), tolerance: 0);
        Assert.Equal(model.Operators, graph.Operators, (a, b) => ReferenceEquals(a, b));
    }

    [Fact]
    public void Sum_of_layers_takes_one_factor_for_all_its_terms()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 6);
            Tensor sum = sketch.Binary(BinaryFunction.Add, x, sketch.Conv(sketch.Conv(x, 4), 6));
            sketch.Conv(sketch.Binary(BinaryFunction.Add, sum, sketch.Conv(sum, 6)), 5);
            Model model = Uneven(sketch.Model(), seed);
            Graph graph = PassChecker.Check(model, g => EqualizeLayers.Run(g), seed, Tolerance);
            Assert.Contains(sum, model.Operators.SelectMany(step => step.Outputs));
            Assert.DoesNotContain(sum, graph.Operators.SelectMany(step => step.Outputs));
        }
    }

    [Fact]
    public void Relu6_that_is_seen_to_clip_a_channel_keeps_it_and_never_comes_nearer_to_others()
    {
        NetworkSketch sketch = new(4);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 4, activation: FusedActivation.Relu6);
        sketch.Depthwise(x);
        Model model = sketch.Model();
        float[] magnitudes = [6, 3, 0.5f, 1];
        Graph graph = new(model);
        EqualizeLayers.Run(graph, tensor => tensor == model.Operators[0].Outputs[0] ? magnitudes : null);
        double[] before = FloatTensors.Values(model.Operators[0].Inputs[1]);
        double[] after = Weights(graph, 0);
        double Factor(int channel) => after[channel * before.Length / 4] / before[channel * before.Length / 4];

        Assert.Equal([1, 2, 12, 6], new[] { Factor(0), Factor(1), Factor(2), Factor(3) }, (a, b) => Math.Abs(a - b) < 1e-3);
    }

    private static double[] Weights(Graph graph, int step) => FloatTensors.Values(graph.Operators[step].Inputs[1]);

    /// <summary>The network with each layer's channels on scales of their own, as batch normalizations leave them.</summary>
    private static Model Uneven(Model model, int seed)
    {
        Random random = new(seed + 1000);
        Graph graph = new(model);
        graph.Rewrite(step =>
        {
            if (WeightedLayer.Of(step) is not { } layer)
            {
                return [step];
            }

            int channels = layer.OutputChannels!.Value;
            double[] factors = [.. Enumerable.Range(0, channels).Select(_ => Math.Pow(10, (random.NextDouble() * 3) - 1.5))];
            return [layer.WithAffine(new ChannelAffine(factors, new double[channels]), layer.Output, layer.Activation)];
        });
        return graph.ToModel();
    }

    /// <summary>The largest factor between the ranges that a channel has in two layers.</summary>
    private static double Unevenness(Operator first, Operator second)
    {
        int channels = first.Outputs[0].Shape[^1];
        double[] written = new EqualizedLayer(WeightedLayer.Of(first)!).OutputRanges(channels);
        double[] read = new EqualizedLayer(WeightedLayer.Of(second)!).InputRanges(channels);
        return written.Zip(read).Max(pair => Math.Max(pair.First / pair.Second, pair.Second / pair.First));
    }
}
