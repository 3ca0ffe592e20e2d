using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Clamps go into the operator before them, where nothing else reads its result.</summary>
public sealed class FuseActivationsTests
{
    public static TheoryData<string, UnaryFunction> Cases
    {
        get
        {
            TheoryData<string, UnaryFunction> cases = [];
            foreach (string producer in (string[])["conv", "depthwise", "connected", "binary", "pool"])
            {
                cases.Add(producer, UnaryFunction.Relu);
                cases.Add(producer, UnaryFunction.Relu6);
                cases.Add(producer, UnaryFunction.ReluN1To1);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clamp_goes_into_the_operator_before(string producer, UnaryFunction function)
    {
        NetworkSketch sketch = new(1);
        sketch.Unary(function, Producer(sketch, producer));
        Graph graph = PassChecker.Check(sketch.Model(), FuseActivations.Run, tolerance: 0);
        Assert.Single(graph.Operators);
    }

    [Theory]
    [InlineData(0, 6, "RELU6")]
    [InlineData(0, float.PositiveInfinity, "RELU")]
    [InlineData(-1, 1, "RELU_N1_TO_1")]
    [InlineData(0, 5, "CLIP")]
    public void Clip_with_the_bounds_of_a_clamp_is_one(float min, float max, string name)
    {
        NetworkSketch sketch = new(2);
        Tensor input = sketch.New(4, 4);
        Tensor clipped = sketch.Add(new Clip(input, sketch.Like(input), min, max));
        Tensor x = sketch.Connected(clipped, 5);
        sketch.Add(new Clip(x, sketch.Like(x), min, max));
        Graph graph = PassChecker.Check(sketch.Model(), FuseActivations.Run, tolerance: 0);
        Assert.Equal(name == "CLIP" ? 3 : 2, graph.Operators.Count);
        Assert.Equal(name, graph.Operators[0].Name);
    }

    [Fact]
    public void Clamps_that_have_no_operator_to_go_into_stay()
    {
        NetworkSketch sketch = new(3);
        Tensor shared = sketch.Conv(sketch.Unary(UnaryFunction.Relu, sketch.New(1, 4, 4, 3)), 4);
        Tensor a = sketch.Unary(UnaryFunction.Relu, shared);
        Tensor b = sketch.Unary(UnaryFunction.Tanh, shared);
        Tensor c = sketch.Unary(UnaryFunction.Relu6, sketch.Conv(b, 4, activation: FusedActivation.Relu));
        Tensor d = sketch.Conv(a, 4);
        Tensor e = sketch.Unary(UnaryFunction.HardSwish, sketch.Unary(UnaryFunction.Relu, d));
        Model model = sketch.Model(c, d, e);
        Graph graph = PassChecker.Check(model, FuseActivations.Run, tolerance: 0);
        Assert.Equal(model.Operators.Select(step => step.Name), graph.Operators.Select(step => step.Name));
    }

    private static Tensor Producer(NetworkSketch sketch, string producer)
    {
        Tensor image = sketch.New(1, 4, 4, 3);
        return producer switch
        {
            "conv" => sketch.Conv(image, 4),
            "depthwise" => sketch.Depthwise(image),
            "connected" => sketch.Connected(image, 5),
            "binary" => sketch.Binary(BinaryFunction.Mul, image, sketch.Like(image)),
            _ => sketch.Add(new Pool2D(
                PoolFunction.Average, image, sketch.New(1, 2, 2, 3), 2, 2, 2, 2, Padding.Valid, FusedActivation.None)),
        };
    }
}
