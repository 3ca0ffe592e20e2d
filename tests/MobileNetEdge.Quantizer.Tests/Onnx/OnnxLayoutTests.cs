namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Reshapes, transposes and matrices: the values are ONNX's, and no element moves that need not.</summary>
public class OnnxLayoutTests
{
    private static readonly Values X = Values.Random(1, 1, 6, 2, 4);

    [Theory]
    [InlineData(true, 1f, 1f)]
    [InlineData(false, 1f, 1f)]
    [InlineData(true, 0.5f, 2f)]
    public void Flatten_before_gemm_permutes_the_weights(bool outputsFirst, float alpha, float beta)
    {
        Values w = outputsFirst ? Values.Random(2, 5, 48) : Values.Random(2, 48, 5);
        Values b = Values.Random(3, 5);
        OnnxGraph graph = new();
        string flat = graph.Node("Flatten", [graph.Input("x", 1, 6, 2, 4)]);
        string y = graph.Node(
            "Gemm", [flat, graph.Weights([w.Shape[0], w.Shape[1]], w.Elements), graph.Weights([1, 5], b.Elements)],
            OnnxGraph.Number("transB", outputsFirst ? 1 : 0), OnnxGraph.Real("alpha", alpha), OnnxGraph.Real("beta", beta));
        Values columns = outputsFirst ? w.Transpose(1, 0) : w;
        Values product = Product(X.Reshape(1, 48), columns);
        Values expected = new([1, 5], [.. product.Elements.Select((v, i) => (alpha * v) + (beta * b.Elements[i]))]);
        Model network = OnnxCheck.Gives(graph, y, expected, X);
        Assert.DoesNotContain(network.Operators, step => step is Transpose);
    }

    [Fact]
    public void MatMul_of_flattened_positions_permutes_nothing()
    {
        Values w = Values.Random(4, 6, 3);
        OnnxGraph graph = new();
        string tokens = graph.Node("Reshape", [graph.Input("x", 1, 6, 2, 4), graph.Integers(0, 6, -1)]);
        string rows = graph.Node("Transpose", [tokens], OnnxGraph.Attribute("perm", 0, 2, 1));
        string y = graph.Node("MatMul", [rows, graph.Weights([6, 3], w.Elements)]);
        Values expected = Product(X.Reshape(6, 8).Transpose(1, 0), w).Reshape(1, 8, 3);
        Model network = OnnxCheck.Gives(graph, y, expected, X);
        Assert.DoesNotContain(network.Operators, step => step is Transpose);
    }

    [Fact]
    public void MatMul_along_columns_moves_elements()
    {
        Values w = Values.Random(5, 4, 3);
        OnnxGraph graph = new();
        string flat = graph.Node("Reshape", [graph.Input("x", 1, 6, 2, 4), graph.Integers(12, 4)]);
        string y = graph.Node("MatMul", [flat, graph.Weights([4, 3], w.Elements)]);
        Model network = OnnxCheck.Gives(graph, y, Product(X.Reshape(12, 4), w), X);
        Assert.Single(network.Operators, step => step is Transpose);
    }

    [Fact]
    public void Head_that_puts_channels_last_before_its_reshape_keeps_no_transpose()
    {
        OnnxGraph graph = new();
        string relu = graph.Node("Relu", [graph.Input("x", 1, 6, 2, 4)]);
        string permuted = graph.Node("Transpose", [relu], OnnxGraph.Attribute("perm", 0, 2, 3, 1));
        string y = graph.Node("Reshape", [permuted, graph.Integers(1, -1, 3)]);
        Values expected = X.Map(v => Math.Max(v, 0)).Transpose(0, 2, 3, 1).Reshape(1, 16, 3);
        Model network = OnnxCheck.Gives(graph, y, expected, X);
        Assert.DoesNotContain(network.Operators, step => step is Transpose);
    }

    [Fact]
    public void Channel_shuffle_matches_definition()
    {
        OnnxGraph graph = new();
        string groups = graph.Node("Reshape", [graph.Input("x", 1, 6, 2, 4), graph.Integers(1, 2, 3, 2, 4)]);
        string mixed = graph.Node("Transpose", [groups], OnnxGraph.Attribute("perm", 0, 2, 1, 3, 4));
        string merged = graph.Node("Reshape", [mixed, graph.Integers(1, 6, 2, 4)]);
        string y = graph.Node("GlobalAveragePool", [merged]);
        Values shuffled = X.Reshape(1, 2, 3, 2, 4).Transpose(0, 2, 1, 3, 4).Reshape(1, 6, 2, 4);
        Values expected = new([1, 6, 1, 1], [.. shuffled.Elements.Chunk(8).Select(channel => channel.Average())]);
        OnnxCheck.Gives(graph, y, expected, X);
    }

    [Fact]
    public void Reshape_across_channels_and_columns_gives_onnx_order()
    {
        OnnxGraph graph = new();
        string y = graph.Node("Reshape", [graph.Input("x", 1, 6, 2, 4), graph.Integers(3, 16)]);
        OnnxCheck.Gives(graph, y, X.Reshape(3, 16), X);
    }

    [Fact]
    public void Channels_last_input_of_a_file_stays_so()
    {
        OnnxGraph graph = new();
        string first = graph.Node("Transpose", [graph.Input("x", 1, 2, 4, 3)], OnnxGraph.Attribute("perm", 0, 3, 1, 2));
        Model network = graph.Import(graph.Node("GlobalAveragePool", [first]));
        Assert.Equal([1, 2, 4, 3], network.Inputs[0].Shape.Extents.ToArray());
        Assert.Equal("MEAN", Assert.Single(network.Operators).Name);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Squeeze_and_unsqueeze_read_every_form(int operatorSet)
    {
        Values x = Values.Random(6, 1, 6, 1, 1);
        OnnxGraph graph = new(operatorSet);
        string input = graph.Input("x", 1, 6, 1, 1);
        string squeezed = operatorSet < 13
            ? graph.Node("Squeeze", [input], OnnxGraph.Attribute("axes", 2, 3))
            : graph.Node("Squeeze", [input, graph.Integers(-1, 2)]);
        string y = operatorSet < 13
            ? graph.Node("Unsqueeze", [squeezed], OnnxGraph.Attribute("axes", 0))
            : graph.Node("Unsqueeze", [squeezed, graph.Integers(0)]);
        OnnxCheck.Gives(graph, y, x.Reshape(1, 1, 6), x);
    }

    [Fact]
    public void Concat_of_channels_joins_channels()
    {
        Values constant = Values.Random(7, 1, 2, 2, 4);
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 6, 2, 4);
        string y = graph.Node("Concat", [x, graph.Weights([1, 2, 2, 4], constant.Elements), x], OnnxGraph.Number("axis", -3));
        OnnxCheck.Gives(graph, y, new Values([1, 14, 2, 4], [.. X.Elements, .. constant.Elements, .. X.Elements]), X);
    }

    [Fact]
    public void Arithmetic_on_shapes_is_computed()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 6, 2, 4);
        string shape = graph.Node("Cast", [graph.Node("Shape", [x])], OnnxGraph.Number("to", 6));
        string batch = graph.Node("Slice", [shape, graph.Integers(0), graph.Integers(1)]);
        string channels = graph.Node("Unsqueeze", [graph.Node("Gather", [shape, Scalar(graph, 1)]), graph.Integers(0)]);
        string doubled = graph.Node("Mul", [channels, graph.Integers(2)]);
        string halved = graph.Node("Div", [graph.Node("Sub", [graph.Node("Add", [doubled, doubled]), channels]), graph.Integers(3)]);
        string rest = graph.Node("ConstantOfShape", [graph.Integers(1)], Value(-1));
        string first = graph.Node("Cast", [batch], OnnxGraph.Number("to", 7));
        string target = graph.Node("Concat", [first, halved, rest], OnnxGraph.Number("axis", 0));
        Model network = OnnxCheck.Gives(graph, graph.Node("Reshape", [x, target]), X.Reshape(1, 6, 8), X);
        Assert.All(network.Operators, step => Assert.True(step is Reshape or Transpose));
    }

    private static string Scalar(OnnxGraph graph, long value)
    {
        return graph.Initializer(new Quantizer.Onnx.Messages.TensorProto { DataType = 7, Int64Data = { value } });
    }

    private static Quantizer.Onnx.Messages.AttributeProto Value(long value)
    {
        return new() { Name = "value", Type = 4, T = new() { DataType = 7, Dims = { 1 }, Int64Data = { value } } };
    }

    private static Values Product(Values a, Values b)
    {
        (int rows, int depth, int columns) = (a.Shape[0], a.Shape[1], b.Shape[1]);
        return new Values([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(Element)]);

        float Element(int i)
        {
            (int row, int column) = Math.DivRem(i, columns);
            return (float)Enumerable.Range(0, depth).Sum(k => (double)a.Elements[(row * depth) + k] * b.Elements[(k * columns) + column]);
        }
    }
}
