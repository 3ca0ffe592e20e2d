using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>A network with copied channels computes the same.</summary>
public sealed class SplitChannelsTests
{
    [Fact]
    public void Copies_run_through_a_block_with_squeeze_and_excitation()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor first = sketch.Conv(sketch.New(1, 6, 6, 3), 8, 3, bias: seed % 2 == 0);
            Tensor filtered = sketch.Depthwise(sketch.Unary(UnaryFunction.HardSwish, first), stride: 2, activation: FusedActivation.Relu);
            Tensor gate = sketch.Conv(sketch.Conv(sketch.Pooled(filtered), 4), 8);
            sketch.Conv(sketch.Binary(BinaryFunction.Mul, filtered, gate), 5);
            Model model = sketch.Model();
            Graph graph = PassChecker.Check(model, g => Split(g, 8, new ChannelCopies([0, 1, 2, 3, 4, 5, 6, 7, 3, 3, 0])), seed);

            Assert.All(graph.Operators.OfType<DepthwiseConv2D>(), step => Assert.Equal(11, step.Output.Shape[3]));
            Assert.Equal([11, 4, 11, 5], graph.Operators.OfType<Conv2D>().Select(step => step.Output.Shape[3]));
            Assert.Equal([3, 11, 4, 11], graph.Operators.OfType<Conv2D>().Select(step => step.Weights.Shape[3]));
        }
    }

    [Fact]
    public void Terms_of_a_residual_sum_are_copied_together()
    {
        NetworkSketch sketch = new(3);
        Tensor a = sketch.Conv(sketch.New(1, 4, 4, 3), 6);
        Tensor b = sketch.Conv(sketch.Conv(a, 9), 6);
        sketch.Connected(sketch.Reshape(sketch.Pooled(sketch.Binary(BinaryFunction.Add, a, b)), 1, 6), 4);
        Graph graph = PassChecker.Check(sketch.Model(), g => Split(g, 6, new ChannelCopies([0, 1, 2, 3, 4, 5, 5, 1])));

        Assert.Equal([8, 9, 8], graph.Operators.OfType<Conv2D>().Select(step => step.Output.Shape[3]));
        Assert.Equal(8, graph.Operators.OfType<FullyConnected>().Single().Weights.Shape[1]);
    }

    [Theory]
    [InlineData("output")]
    [InlineData("concatenation")]
    [InlineData("grouped convolution")]
    [InlineData("depth multiplier")]
    [InlineData("constant operand")]
    public void Channels_with_a_meaning_of_their_own_are_in_no_group(string reader)
    {
        NetworkSketch sketch = new(5);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 8);
        Tensor last = reader switch
        {
            "concatenation" => sketch.Add(new Concatenation([x, x], sketch.New(1, 4, 4, 16), 3, FusedActivation.None)),
            "grouped convolution" => sketch.Conv(x, 8, groups: 2),
            "depth multiplier" => sketch.Depthwise(x, multiplier: 2),
            "constant operand" => sketch.Binary(BinaryFunction.Mul, x, sketch.Constant(8)),
            _ => x,
        };
        Model model = sketch.Model(last == x ? [x] : [sketch.Conv(last, 2)]);

        Assert.DoesNotContain(ChannelGroup.FindAll(new Graph(model)), group => group.Tensors.Contains(x));
    }

    private static void Split(Graph graph, int channels, ChannelCopies copies)
    {
        ChannelGroup group = ChannelGroup.FindAll(graph).Single(group => group.Channels == channels);
        IReadOnlyDictionary<Tensor, Tensor> replacements = SplitChannels.Run(graph, new Dictionary<ChannelGroup, ChannelCopies> { [group] = copies });
        Assert.Equal(group.Tensors.Count, replacements.Count);
    }
}
