using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>A hard-swish spelled as a product computes the same.</summary>
public sealed class SpellHardSwishTests
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void Product_computes_the_same_and_its_channels_can_be_equalised()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 8, 3);
            Tensor y = sketch.Unary(UnaryFunction.HardSwish, x);
            sketch.Conv(y, 4);
            sketch.Depthwise(y);
            Model model = sketch.Model();
            Graph spelled = PassChecker.Check(model, g => Assert.Equal([x], SpellHardSwish.Run(g, _ => true)), seed, Tolerance);
            Assert.DoesNotContain(spelled.Operators, step => step is Unary);
            float[] uneven = [.. Enumerable.Range(0, 8).Select(c => MathF.Pow(2, c))];
            Graph equalized = PassChecker.Check(spelled.ToModel(), g => EqualizeLayers.Run(g, _ => uneven), seed, 1e-4);
            Assert.DoesNotContain(x, equalized.Operators.SelectMany(step => step.Outputs));
        }
    }

    [Theory]
    [InlineData("not wanted")]
    [InlineData("read by an operator")]
    [InlineData("argument read twice")]
    public void Others_stay(string obstacle)
    {
        NetworkSketch sketch = new(1);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 8);
        Tensor y = sketch.Unary(UnaryFunction.HardSwish, x);
        Tensor last = obstacle == "read by an operator" ? sketch.Unary(UnaryFunction.Tanh, y) : sketch.Conv(y, 4);
        Model model = obstacle == "argument read twice" ? sketch.Model(last, sketch.Conv(x, 2)) : sketch.Model(last);
        Graph graph = PassChecker.Check(model, g => SpellHardSwish.Run(g, _ => obstacle != "not wanted"), tolerance: 0);

        Assert.Equal(model.Operators, graph.Operators, (a, b) => ReferenceEquals(a, b));
    }
}
