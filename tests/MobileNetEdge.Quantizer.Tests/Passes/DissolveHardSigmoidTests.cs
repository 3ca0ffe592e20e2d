using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Hard-sigmoids become RELU6, and their factors go into weights where these are free.</summary>
public sealed class DissolveHardSigmoidTests
{
    [Theory]
    [InlineData(1f / 6, 0.5f, false)]
    [InlineData(0.2f, 0.5f, true)]
    [InlineData(-0.3f, 0.4f, false)]
    public void Gate_of_squeeze_and_excitation_becomes_its_product_alone(float alpha, float beta, bool gateFirst)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor x = sketch.Depthwise(sketch.New(1, 5, 5, 6));
            Tensor gated = Gated(sketch, x, sketch.Conv(sketch.Pooled(x), 6), alpha, beta, gateFirst);
            Tensor a = sketch.Conv(gated, 4, 3);
            Tensor b = sketch.Depthwise(gated);
            Graph graph = PassChecker.Check(sketch.Model(a, b), DissolveHardSigmoid.Run, seed);
            Assert.Equal(
                ["DEPTHWISE_CONV_2D", "MEAN", "CONV_2D", "MUL", "CONV_2D", "DEPTHWISE_CONV_2D"],
                graph.Operators.Select(step => step.Name));
            Assert.Equal(FusedActivation.Relu6, Assert.IsType<Conv2D>(graph.Operators[2]).Activation);
        }
    }

    [Fact]
    public void Gate_between_reshapes_becomes_its_product_alone()
    {
        NetworkSketch sketch = new(3);
        Tensor x = sketch.New(1, 5, 5, 6);
        Tensor row = sketch.Reshape(sketch.Pooled(x), 1, 6);
        Tensor gate = Gate(sketch, sketch.Reshape(sketch.Connected(row, 6), 6));
        Tensor gated = sketch.Binary(BinaryFunction.Mul, x, sketch.Reshape(gate, 1, 1, 1, 6));
        sketch.Conv(gated, 4);
        Graph graph = PassChecker.Check(sketch.Model(), DissolveHardSigmoid.Run);
        Assert.Equal(
            ["MEAN", "RESHAPE", "FULLY_CONNECTED", "RESHAPE", "RESHAPE", "MUL", "CONV_2D"], graph.Operators.Select(step => step.Name));
    }

    [Fact]
    public void Layer_between_two_gates_takes_both_factors()
    {
        NetworkSketch sketch = new(4);
        Tensor x = sketch.New(1, 3, 3, 4);
        Tensor first = Gated(sketch, x, sketch.Conv(x, 4));
        Tensor second = Gated(sketch, x, sketch.Conv(first, 4));
        sketch.Conv(second, 4);
        Graph graph = PassChecker.Check(sketch.Model(), DissolveHardSigmoid.Run);
        Assert.Equal(["CONV_2D", "MUL", "CONV_2D", "MUL", "CONV_2D"], graph.Operators.Select(step => step.Name));
    }

    [Fact]
    public void Product_of_two_gates_gives_both_sixths_to_its_reader()
    {
        NetworkSketch sketch = new(5);
        Tensor x = sketch.New(1, 3, 3, 4);
        Tensor product = sketch.Binary(BinaryFunction.Mul, Gate(sketch, sketch.Conv(x, 4)), Gate(sketch, sketch.Conv(x, 4)));
        sketch.Conv(product, 4);
        Graph graph = PassChecker.Check(sketch.Model(), DissolveHardSigmoid.Run);
        Assert.Equal(["CONV_2D", "CONV_2D", "MUL", "CONV_2D"], graph.Operators.Select(step => step.Name));
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("output")]
    [InlineData("clamped")]
    [InlineData("two readers")]
    [InlineData("sum")]
    public void Gate_whose_readers_cannot_take_the_sixth_keeps_it(string obstacle)
    {
        NetworkSketch sketch = new(6);
        Tensor x = sketch.New(4, 4);
        Tensor gate = Gate(sketch, sketch.Add(new FullyConnected(
            x, sketch.Constant(4, 4), null, sketch.New(4, 4), true, FusedActivation.None)));
        FusedActivation clamp = obstacle == "clamped" ? FusedActivation.Relu6 : FusedActivation.None;
        Tensor gated = sketch.Binary(obstacle == "sum" ? BinaryFunction.Add : BinaryFunction.Mul, x, gate, clamp);
        Tensor last = sketch.Add(new FullyConnected(gated, sketch.Constant(4, 4), null, sketch.New(4, 4), true, FusedActivation.None));
        Tensor other = obstacle switch
        {
            "residual" => sketch.Binary(BinaryFunction.Add, x, gated),
            "output" => gated,
            "two readers" => sketch.Unary(UnaryFunction.Tanh, gate),
            _ => last,
        };
        Model model = sketch.Model(last, other);
        Graph graph = PassChecker.Check(model, DissolveHardSigmoid.Run);
        Assert.Equal("FULLY_CONNECTED MUL", string.Join(' ', graph.Operators.Take(2).Select(step => step.Name)));
        Assert.Equal(model.Operators.Length, graph.Operators.Count);
    }

    [Fact]
    public void Gate_that_is_read_as_weights_keeps_its_sixth()
    {
        NetworkSketch sketch = new(8);
        Tensor x = sketch.New(4, 4);
        Tensor gated = Gated(sketch, x, sketch.Unary(UnaryFunction.Tanh, x));
        sketch.Add(new FullyConnected(x, gated, null, sketch.New(4, 4), true, FusedActivation.None));
        Graph graph = new(sketch.Model());
        DissolveHardSigmoid.Run(graph);
        Assert.Equal(["TANH", "ADD", "RELU6", "MUL", "MUL", "FULLY_CONNECTED"], graph.Operators.Select(step => step.Name));
    }

    [Theory]
    [InlineData("first", 1f / 6, 3)]
    [InlineData("first", 0.166667f, 3)]
    [InlineData("first", 0.2f, 4)]
    [InlineData("clamp", 0.2f, 4)]
    [InlineData("two readers", 0.2f, 4)]
    [InlineData("output", 0.2f, 4)]
    [InlineData("no layer", 0.2f, 4)]
    public void Gate_without_a_layer_of_its_own_becomes_sum_clamp_and_product(string obstacle, float alpha, int steps)
    {
        NetworkSketch sketch = new(7);
        Tensor image = sketch.New(1, 3, 3, 4);
        Tensor x = obstacle switch
        {
            "first" => image,
            "clamp" => sketch.Conv(image, 4, activation: FusedActivation.Relu),
            "no layer" => sketch.Unary(UnaryFunction.Tanh, image),
            _ => sketch.Conv(image, 4),
        };
        Tensor gate = Gate(sketch, x, alpha);
        Tensor last = obstacle == "two readers" ? sketch.Binary(BinaryFunction.Add, gate, x) : sketch.Unary(UnaryFunction.Logistic, gate);
        Model model = obstacle == "output" ? sketch.Model(last, x) : sketch.Model();
        Graph graph = PassChecker.Check(model, DissolveHardSigmoid.Run);
        Assert.Equal(model.Operators.Length - 1 + steps, graph.Operators.Count);
        Assert.DoesNotContain(graph.Operators, step => step is HardSigmoid);
    }

    private static Tensor Gate(NetworkSketch sketch, Tensor x, float alpha = 1f / 6, float beta = 0.5f)
    {
        return sketch.Add(new HardSigmoid(x, sketch.Like(x), alpha, beta));
    }

    private static Tensor Gated(
        NetworkSketch sketch, Tensor x, Tensor excitation, float alpha = 1f / 6, float beta = 0.5f, bool gateFirst = false)
    {
        Tensor gate = Gate(sketch, excitation, alpha, beta);
        (Tensor a, Tensor b) = gateFirst ? (gate, x) : (x, gate);
        return sketch.Add(new Binary(BinaryFunction.Mul, a, b, sketch.Like(x), FusedActivation.None));
    }
}
