using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>All passes together leave a network of few steps that computes the same.</summary>
public sealed class CanonicalizeTests
{
    [Fact]
    public void Block_with_squeeze_and_excitation_becomes_its_layers()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor image = sketch.New(1, 8, 8, 4);
            Tensor x = sketch.Unary(UnaryFunction.Relu6, sketch.Normalize(sketch.Conv(image, 12, bias: false)));
            x = sketch.Normalize(sketch.Depthwise(sketch.Pad(x, 1, 1), bias: false, padding: Padding.Valid));
            x = HardSwish(sketch, sketch.Reshape(x, 1, 8, 8, 12));
            Tensor squeezed = sketch.Unary(UnaryFunction.Relu, sketch.Conv(sketch.Pooled(x), 4));
            Tensor excitation = sketch.Binary(BinaryFunction.Add, sketch.Conv(squeezed, 12, bias: false), sketch.Constant(12));
            Tensor gated = sketch.Add(new Binary(
                BinaryFunction.Mul, x, HardSigmoid(sketch, excitation), sketch.Like(x), FusedActivation.None));
            Tensor projected = sketch.Normalize(sketch.Conv(gated, 4));
            sketch.Unary(UnaryFunction.Relu, sketch.Binary(BinaryFunction.Add, image, projected));
            Graph graph = PassChecker.Check(sketch.Model(), graph => Canonicalize.Run(graph), seed);
            Assert.Equal(
                ["CONV_2D", "DEPTHWISE_CONV_2D", "HARD_SWISH", "MEAN", "CONV_2D", "CONV_2D", "MUL", "CONV_2D", "ADD"],
                graph.Operators.Select(step => step.Name));
        }
    }

    [Fact]
    public void Canonical_network_stays_as_it_is()
    {
        NetworkSketch sketch = new(1);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 6);
        sketch.Binary(BinaryFunction.Add, x, HardSigmoid(sketch, x));
        Graph graph = Canonicalize.Run(new Graph(sketch.Model()));
        string[] names = [.. graph.Operators.Select(step => step.Name)];
        Assert.Equal(["CONV_2D", "ADD", "MUL", "ADD"], names);
        Assert.Equal(names, Canonicalize.Run(graph).Operators.Select(step => step.Name));
    }

    [Fact]
    public void Steps_that_no_output_depends_on_go()
    {
        NetworkSketch sketch = new(2);
        Tensor x = sketch.New(4, 4);
        Tensor output = sketch.Unary(UnaryFunction.Tanh, x);
        sketch.Unary(UnaryFunction.HardSwish, sketch.Normalize(x));
        Assert.Single(PassChecker.Check(sketch.Model(output), graph => Canonicalize.Run(graph), tolerance: 0).Operators);
    }

    [Fact]
    public void Network_that_is_none_is_refused()
    {
        NetworkSketch sketch = new(3);
        Tensor x = sketch.New(4), y = sketch.New(4);
        Unary step = new(UnaryFunction.Tanh, x, y);
        Unary wrongShape = new(UnaryFunction.Relu, x, sketch.New(5));
        UnknownOperator unknown = new("WHILE", "no control flow", [x], [y]);
        Assert.Throws<InvalidModelException>(() => Canonicalize.Run(Of(x, y, step, step)));
        Assert.Throws<InvalidModelException>(() => Canonicalize.Run(Of(x, y, step, new Unary(UnaryFunction.Relu, y, x))));
        Assert.Throws<InvalidModelException>(() => Canonicalize.Run(Of(x, y, step, wrongShape)));
        Assert.Throws<UnsupportedModelException>(() => Canonicalize.Run(Of(x, y, unknown)));
    }

    private static Graph Of(Tensor input, Tensor output, params Operator[] steps) => new(new Model([], [.. steps], [input], [output]));

    private static Tensor HardSwish(NetworkSketch sketch, Tensor x)
    {
        Tensor gate = sketch.Unary(UnaryFunction.Relu6, sketch.Binary(BinaryFunction.Add, x, NetworkSketch.Filled(3)));
        return sketch.Binary(BinaryFunction.Mul, sketch.Binary(BinaryFunction.Mul, x, gate), NetworkSketch.Filled(1f / 6));
    }

    private static Tensor HardSigmoid(NetworkSketch sketch, Tensor x)
    {
        Tensor gate = sketch.Unary(UnaryFunction.Relu6, sketch.Binary(BinaryFunction.Add, x, NetworkSketch.Filled(3)));
        return sketch.Binary(BinaryFunction.Mul, gate, NetworkSketch.Filled(1f / 6));
    }
}
