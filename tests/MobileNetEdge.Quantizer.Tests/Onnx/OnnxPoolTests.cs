using MobileNetEdge.Quantizer.Onnx.Messages;
using static MobileNetEdge.Quantizer.Tests.Onnx.NaiveOnnx;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Pools and means against ONNX's definition.</summary>
public class OnnxPoolTests
{
    [Theory]
    [InlineData(2, 2, 0, 0, false)]
    [InlineData(3, 2, 0, 1, false)]
    [InlineData(3, 1, 1, 1, false)]
    [InlineData(3, 2, 1, 1, true)]
    public void MaxPool_matches_definition(int taps, int stride, int before, int after, bool padsAfterRelu)
    {
        Values x = Values.Random(1, 1, 3, 8, 8);
        OnnxGraph graph = new();
        string input = graph.Node("Relu", [graph.Input("x", 1, 3, 8, 8)]);
        string y = Pool(graph, "MaxPool", input, taps, stride, before, after);
        Window window = new([stride, stride], [1, 1], [before, before, after, after]);
        Model network = OnnxCheck.Gives(graph, y, MaxPool(x.Map(v => Math.Max(v, 0)), taps, taps, window), x);
        Assert.Equal(padsAfterRelu, network.Operators.Any(step => step is Pad));
    }

    [Theory]
    [InlineData(2, 2, 0, 0, false)]
    [InlineData(3, 1, 1, 1, false)]
    [InlineData(3, 1, 1, 1, true)]
    [InlineData(3, 2, 1, 1, true)]
    public void AveragePool_matches_definition(int taps, int stride, int before, int after, bool countsBorder)
    {
        Values x = Values.Random(2, 1, 3, 8, 8);
        OnnxGraph graph = new();
        string input = graph.Input("x", 1, 3, 8, 8);
        AttributeProto counts = OnnxGraph.Number("count_include_pad", countsBorder ? 1 : 0);
        string y = Pool(graph, "AveragePool", input, taps, stride, before, after, counts);
        Window window = new([stride, stride], [1, 1], [before, before, after, after]);
        OnnxCheck.Gives(graph, y, AveragePool(x, taps, taps, window, countsBorder), x);
    }

    [Theory]
    [InlineData("MaxPool", 8, Padding.Valid)]
    [InlineData("MaxPool", 7, Padding.Same)]
    [InlineData("AveragePool", 7, Padding.Same)]
    public void Ceil_mode_is_taken_where_it_can_be_expressed(string type, int extent, Padding padding)
    {
        Values x = Values.Random(3, 1, 2, extent, extent);
        OnnxGraph graph = new();
        string y = Pool(graph, type, graph.Input("x", 1, 2, extent, extent), 2, 2, 0, 0, OnnxGraph.Number("ceil_mode", 1));
        Window window = new([2, 2], [1, 1], [0, 0, extent % 2, extent % 2]);
        Values expected = type == "MaxPool" ? MaxPool(x, 2, 2, window) : AveragePool(x, 2, 2, window, countsBorder: false);
        Model network = OnnxCheck.Gives(graph, y, expected, x);
        Assert.Equal(padding, network.Operators.OfType<Pool2D>().Single().Padding);
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(13, false)]
    [InlineData(18, true)]
    [InlineData(18, false)]
    public void Mean_over_positions_reads_every_form(int operatorSet, bool keepDimensions)
    {
        Values x = Values.Random(4, 1, 5, 3, 4);
        OnnxGraph graph = new(operatorSet);
        string input = graph.Input("x", 1, 5, 3, 4);
        string y = operatorSet < 18
            ? graph.Node("ReduceMean", [input], OnnxGraph.Attribute("axes", -1, 2), OnnxGraph.Number("keepdims", keepDimensions ? 1 : 0))
            : graph.Node("ReduceMean", [input, graph.Integers(2, 3)], OnnxGraph.Number("keepdims", keepDimensions ? 1 : 0));
        OnnxCheck.Gives(graph, y, Means(x, keepDimensions), x);
    }

    [Fact]
    public void GlobalAveragePool_matches_definition()
    {
        Values x = Values.Random(5, 1, 5, 3, 4);
        OnnxGraph graph = new();
        OnnxCheck.Gives(graph, graph.Node("GlobalAveragePool", [graph.Input("x", 1, 5, 3, 4)]), Means(x, keepDimensions: true), x);
    }

    [Fact]
    public void Mean_over_channels_is_mapped()
    {
        Values x = Values.Random(6, 1, 3, 2, 2);
        OnnxGraph graph = new();
        AttributeProto[] attributes = [OnnxGraph.Attribute("axes", 1), OnnxGraph.Number("keepdims", 0)];
        string y = graph.Node("ReduceMean", [graph.Input("x", 1, 3, 2, 2)], attributes);
        float[] expected = [.. Enumerable.Range(0, 4).Select(i => (x.Elements[i] + x.Elements[i + 4] + x.Elements[i + 8]) / 3)];
        OnnxCheck.Gives(graph, y, new Values([1, 2, 2], expected), x);
    }

    private static Values Means(Values x, bool keepDimensions)
    {
        int area = x.Shape[2] * x.Shape[3];
        float[] means = [.. x.Elements.Chunk(area).Select(channel => channel.Average())];
        return new Values(keepDimensions ? [1, x.Shape[1], 1, 1] : [1, x.Shape[1]], means);
    }

    private static string Pool(
        OnnxGraph graph, string type, string input, int taps, int stride, int before, int after,
        params AttributeProto[] more)
    {
        return graph.Node(
            type, [input],
            [
                OnnxGraph.Attribute("kernel_shape", taps, taps), OnnxGraph.Attribute("strides", stride, stride),
                OnnxGraph.Attribute("pads", before, before, after, after), .. more,
            ]);
    }
}
