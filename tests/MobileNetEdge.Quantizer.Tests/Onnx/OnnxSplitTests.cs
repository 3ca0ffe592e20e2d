namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Split, and Slice of activations, against ONNX's definitions.</summary>
public class OnnxSplitTests
{
    private static readonly Values X = Values.Random(1, 1, 6, 3, 2);

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Split_takes_given_sizes_in_every_form(int operatorSet)
    {
        OnnxGraph graph = new(operatorSet);
        string x = graph.Input("x", 1, 6, 3, 2);
        string[] parts = operatorSet == 11
            ? graph.Node("Split", [x], 3, OnnxGraph.Number("axis", 1), OnnxGraph.Attribute("split", 1, 3, 2))
            : graph.Node("Split", [x, graph.Integers(1, 3, 2)], 3, OnnxGraph.Number("axis", -3));

        Gives(graph, parts[0], 0, 1);
        Gives(graph, parts[1], 1, 3);
        Gives(graph, parts[2], 4, 2);
    }

    [Fact]
    public void Split_without_sizes_makes_parts_as_equal_as_can_be()
    {
        OnnxGraph graph = new(operatorSet: 18);
        string[] parts = graph.Node("Split", [graph.Input("x", 1, 6, 3, 2)], 4, OnnxGraph.Number("axis", 1), OnnxGraph.Number("num_outputs", 4));

        Assert.Contains("empty", OnnxCheck.Fails<UnsupportedModelException>(graph, parts), StringComparison.Ordinal);
        graph = new(operatorSet: 18);
        parts = graph.Node("Split", [graph.Input("x", 1, 5, 3, 2)], 3, OnnxGraph.Number("axis", 1), OnnxGraph.Number("num_outputs", 3));
        Model network = graph.Import(parts);
        Assert.Equal([2, 2, 1], network.Outputs.Select(output => output.Shape[3]));
    }

    [Fact]
    public void Split_of_rows_takes_rows()
    {
        OnnxGraph graph = new();
        string[] parts = graph.Node("Split", [graph.Input("x", 1, 6, 3, 2), graph.Integers(2, 1)], 2, OnnxGraph.Number("axis", 2));
        float[] last = [.. Enumerable.Range(0, 6).SelectMany(c => new[] { X.At(0, c, 2, 0), X.At(0, c, 2, 1) })];

        OnnxCheck.Gives(graph, parts[1], new Values([1, 6, 1, 2], last), X);
    }

    [Fact]
    public void Split_of_a_constant_is_computed()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 6, 3, 2);
        string[] parts = graph.Node("Split", [graph.Integers(1, 18, 2, 1, 36)], 2, OnnxGraph.Attribute("split", 3, 2));
        graph.Proto.Node[^1].Attribute.Clear();
        graph.Proto.Node[^1].Input.Add(graph.Integers(3, 2));

        OnnxCheck.Gives(graph, graph.Node("Reshape", [x, parts[1]]), X.Reshape(1, 36), X);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    public void Slice_of_an_activation_takes_neighbours_in_every_form(int operatorSet)
    {
        OnnxGraph graph = new(operatorSet);
        string x = graph.Input("x", 1, 6, 3, 2);
        string y = operatorSet == 9
            ? graph.Node("Slice", [x], OnnxGraph.Attribute("starts", -4), OnnxGraph.Attribute("ends", 1000), OnnxGraph.Attribute("axes", 1))
            : graph.Node("Slice", [x, graph.Integers(2), graph.Integers(-1), graph.Integers(1), graph.Integers(1)]);

        Gives(graph, y, 2, operatorSet == 9 ? 4 : 3);
    }

    [Fact]
    public void Slice_of_an_activation_with_steps_is_refused()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 6, 3, 2);
        string y = graph.Node("Slice", [x, graph.Integers(0), graph.Integers(6), graph.Integers(1), graph.Integers(2)]);

        Assert.Contains("steps [2]", OnnxCheck.Fails<UnsupportedModelException>(graph, y), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(7, -1)]
    public void Split_into_sizes_that_are_not_the_extent_is_invalid(int first, int second)
    {
        OnnxGraph graph = new();
        string[] parts = graph.Node("Split", [graph.Input("x", 1, 6, 3, 2), graph.Integers(first, second)], 2, OnnxGraph.Number("axis", 1));

        Assert.Contains("an extent of 6", OnnxCheck.Fails<InvalidModelException>(graph, parts), StringComparison.Ordinal);
    }

    private static void Gives(OnnxGraph graph, string output, int first, int channels)
    {
        Model network = OnnxCheck.Gives(graph, output, new Values([1, channels, 3, 2], X.Elements[(first * 6)..((first + channels) * 6)]), X);
        Assert.DoesNotContain(network.Operators, step => step is Transpose);
    }
}
