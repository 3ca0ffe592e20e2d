using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Batch normalizations and constants for each channel go into the layer before, where nothing forbids it.</summary>
public sealed class FoldLayerTests
{
    [Theory]
    [InlineData("conv", true)]
    [InlineData("conv", false)]
    [InlineData("groups", true)]
    [InlineData("depthwise", true)]
    [InlineData("multiplier", true)]
    [InlineData("multiplier", false)]
    [InlineData("connected", true)]
    [InlineData("connected", false)]
    public void Batch_normalization_goes_into_the_layer_before(string layer, bool bias)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            sketch.Normalize(Layer(sketch, layer, bias));
            Graph graph = PassChecker.Check(sketch.Model(), FoldBatchNormalization.Run, seed);
            Assert.Single(graph.Operators);
            Assert.Equal(3, graph.Operators[0].Inputs.Length);
        }
    }

    [Fact]
    public void Layers_that_share_weights_fold_apart()
    {
        NetworkSketch sketch = new(1);
        Tensor weights = sketch.Constant(4, 1, 1, 4);
        Tensor x = sketch.New(1, 3, 3, 4);
        for (int i = 0; i < 2; i++)
        {
            Conv2D conv = new(x, weights, null, sketch.Like(x), new(1), new(1), Padding.Same, FusedActivation.None);
            x = sketch.Normalize(sketch.Add(conv));
        }

        Graph graph = PassChecker.Check(sketch.Model(), FoldBatchNormalization.Run);
        Assert.Equal(["CONV_2D", "CONV_2D"], Names(graph));
    }

    [Theory]
    [InlineData("first")]
    [InlineData("clamp")]
    [InlineData("two readers")]
    [InlineData("output")]
    [InlineData("reshaped")]
    public void Batch_normalization_that_has_no_layer_to_go_into_becomes_product_and_sum(string obstacle)
    {
        NetworkSketch sketch = new(2);
        Tensor image = sketch.New(1, 4, 4, 6);
        Tensor x = Obstacle(sketch, image, obstacle);
        Tensor last = sketch.Normalize(x);
        if (obstacle == "two readers")
        {
            last = sketch.Binary(BinaryFunction.Mul, x, last);
        }

        Model model = obstacle == "output" ? sketch.Model(x, last) : sketch.Model();
        Graph graph = PassChecker.Check(model, FoldBatchNormalization.Run);
        Assert.DoesNotContain(graph.Operators, step => step is BatchNormalization);
        Assert.Equal(model.Operators.Length + 1, graph.Operators.Count);
    }

    [Fact]
    public void Statistics_that_are_computed_stay()
    {
        NetworkSketch sketch = new(3);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 5);
        Tensor mean = sketch.Unary(UnaryFunction.Tanh, sketch.New(5));
        Tensor four = sketch.Constant(5);
        sketch.Add(new BatchNormalization(x, sketch.Like(x), four, four, mean, four, 2));
        Graph graph = new(sketch.Model());
        FoldBatchNormalization.Run(graph);
        Assert.Equal(["CONV_2D", "TANH", "BATCH_NORMALIZATION"], Names(graph));
    }

    [Fact]
    public void Layer_of_computed_weights_takes_nothing()
    {
        NetworkSketch sketch = new(5);
        Tensor x = sketch.New(1, 4), weights = sketch.New(4, 4);
        Tensor y = sketch.Add(new FullyConnected(x, weights, null, sketch.Like(x), false, FusedActivation.None));
        sketch.Normalize(sketch.Binary(BinaryFunction.Add, y, sketch.Constant(4)));
        Graph graph = new(sketch.Model());
        FoldAffine.Run(graph);
        FoldBatchNormalization.Run(graph);
        Assert.Equal(["FULLY_CONNECTED", "ADD", "MUL", "ADD"], Names(graph));
    }

    [Fact]
    public void Statistics_of_another_length_are_invalid()
    {
        NetworkSketch sketch = new(3);
        Tensor x = sketch.Conv(sketch.New(1, 4, 4, 3), 5);
        Tensor six = sketch.Constant(6);
        sketch.Add(new BatchNormalization(x, sketch.Like(x), six, six, six, six, 2));
        Assert.Throws<InvalidModelException>(() => FoldBatchNormalization.Run(new Graph(sketch.Model())));
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("groups")]
    [InlineData("depthwise")]
    [InlineData("multiplier")]
    [InlineData("connected")]
    public void Constants_of_channels_go_into_the_layer_before(string layer)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            NetworkSketch sketch = new(seed);
            Tensor x = Layer(sketch, layer, bias: seed % 2 == 0);
            int channels = x.Shape[^1];
            x = sketch.Binary(BinaryFunction.Mul, x, sketch.Constant(channels));
            x = sketch.Binary(BinaryFunction.Add, sketch.Constant(1, channels), x);
            x = sketch.Binary(BinaryFunction.Sub, x, sketch.Constant());
            x = sketch.Binary(BinaryFunction.Sub, sketch.Constant(1), x);
            x = sketch.Binary(BinaryFunction.Mul, sketch.Constant(), x);
            sketch.Binary(BinaryFunction.Add, x, sketch.Constant(channels), FusedActivation.Relu6);
            Graph graph = PassChecker.Check(sketch.Model(), FoldAffine.Run, seed);
            Assert.Single(graph.Operators);
        }
    }

    [Theory]
    [InlineData("first")]
    [InlineData("clamp")]
    [InlineData("two readers")]
    [InlineData("output")]
    [InlineData("rows")]
    [InlineData("larger")]
    [InlineData("itself")]
    public void Constants_that_have_no_layer_to_go_into_stay(string obstacle)
    {
        NetworkSketch sketch = new(4);
        Tensor image = sketch.New(1, 6, 6, 6);
        Tensor x = Obstacle(sketch, image, obstacle);
        Tensor last = obstacle switch
        {
            "rows" => sketch.Binary(BinaryFunction.Add, x, sketch.Constant(1, 6, 6, 1)),
            "larger" => sketch.Add(new Binary(
                BinaryFunction.Add, x, sketch.Constant(2, 1, 1, 6), sketch.New(2, 6, 6, 6), FusedActivation.None)),
            "itself" => sketch.Binary(BinaryFunction.Mul, x, x),
            _ => sketch.Binary(BinaryFunction.Add, x, sketch.Constant(6)),
        };
        if (obstacle == "two readers")
        {
            last = sketch.Binary(BinaryFunction.Mul, x, last);
        }

        Model model = obstacle == "output" ? sketch.Model(x, last) : sketch.Model();
        Graph graph = PassChecker.Check(model, FoldAffine.Run, tolerance: 0);
        Assert.Equal(model.Operators, graph.Operators, (a, b) => ReferenceEquals(a, b));
    }

    private static Tensor Layer(NetworkSketch sketch, string layer, bool bias) => layer switch
    {
        "conv" => sketch.Conv(sketch.New(1, 5, 4, 3), 7, 3, bias: bias),
        "groups" => sketch.Conv(sketch.New(1, 5, 4, 6), 9, 3, bias: bias, groups: 3),
        "depthwise" => sketch.Depthwise(sketch.New(1, 5, 4, 6), bias: bias),
        "multiplier" => sketch.Depthwise(sketch.New(1, 5, 4, 3), multiplier: 4, bias: bias),
        _ => sketch.Connected(sketch.New(1, 8), 6, bias),
    };

    /// <summary>6 channels that must not change.</summary>
    private static Tensor Obstacle(NetworkSketch sketch, Tensor image, string obstacle) => obstacle switch
    {
        "first" => image,
        "clamp" => sketch.Conv(image, 6, activation: FusedActivation.Relu),
        "reshaped" => sketch.Reshape(sketch.Conv(image, 6), 4, 4, 6),
        _ => sketch.Conv(image, 6),
    };

    private static IEnumerable<string> Names(Graph graph) => graph.Operators.Select(step => step.Name);
}
