using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>A border goes into the convolution after it exactly where the rule SAME has that border.</summary>
public sealed class FoldPadsTests
{
    [Theory]
    [InlineData(8, 3, 1, 1, 1, 1, true)]
    [InlineData(8, 5, 1, 1, 2, 2, true)]
    [InlineData(8, 3, 2, 1, 0, 1, true)]
    [InlineData(7, 3, 2, 1, 1, 1, true)]
    [InlineData(9, 5, 2, 1, 2, 2, true)]
    [InlineData(8, 5, 2, 1, 1, 2, true)]
    [InlineData(8, 3, 1, 2, 2, 2, true)]
    [InlineData(7, 3, 2, 1, 1, 2, true)]
    [InlineData(8, 3, 2, 1, 1, 1, false)]
    [InlineData(8, 3, 1, 1, 0, 2, false)]
    [InlineData(8, 3, 1, 1, 2, 2, false)]
    [InlineData(8, 5, 2, 1, 2, 1, false)]
    [InlineData(8, 1, 1, 1, 1, 1, false)]
    public void Border_of_the_rule_same_goes_into_the_convolution(
        int size, int taps, int stride, int dilation, int before, int after, bool expected)
    {
        NetworkSketch sketch = new(1);
        Tensor padded = sketch.Pad(sketch.New(1, size, size, 3), before, after);
        sketch.Depthwise(padded, 2, taps, stride, dilation, padding: Padding.Valid);
        Graph graph = PassChecker.Check(sketch.Model(), FoldPads.Run, tolerance: 1e-6);
        Assert.Equal(expected ? 1 : 2, graph.Operators.Count);
    }

    [Fact]
    public void Border_that_others_read_stays_for_them()
    {
        NetworkSketch sketch = new(2);
        Tensor padded = sketch.Pad(sketch.New(1, 6, 6, 4), 1, 1);
        Tensor a = sketch.Conv(padded, 4, 3, padding: Padding.Valid);
        Tensor b = sketch.Conv(padded, 4, 3, padding: Padding.Valid);
        Tensor c = sketch.Unary(UnaryFunction.Tanh, padded);
        Graph graph = PassChecker.Check(sketch.Model(a, b, c), FoldPads.Run, tolerance: 1e-6);
        Assert.All(graph.Operators.OfType<Conv2D>(), conv => Assert.Equal(Padding.Same, conv.Padding));
        Assert.Equal(["PAD", "CONV_2D", "CONV_2D", "TANH"], graph.Operators.Select(step => step.Name));
    }

    [Fact]
    public void Border_of_channels_stays()
    {
        NetworkSketch sketch = new(3);
        sketch.Conv(sketch.Pad(sketch.New(1, 6, 6, 3), 1, 1, channelsAfter: 1), 4, 3, padding: Padding.Valid);
        Assert.Equal(2, PassChecker.Check(sketch.Model(), FoldPads.Run, tolerance: 0).Operators.Count);
    }

    [Fact]
    public void Border_before_a_convolution_with_a_border_of_its_own_stays()
    {
        NetworkSketch sketch = new(4);
        sketch.Conv(sketch.Pad(sketch.New(1, 6, 6, 3), 1, 1), 4, 3, padding: Padding.Same);
        Assert.Equal(2, PassChecker.Check(sketch.Model(), FoldPads.Run, tolerance: 0).Operators.Count);
    }
}
