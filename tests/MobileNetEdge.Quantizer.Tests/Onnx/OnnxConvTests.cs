using MobileNetEdge.Quantizer.Onnx.Messages;
using static MobileNetEdge.Quantizer.Tests.Onnx.NaiveOnnx;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Conv and Pad against ONNX's definition.</summary>
public class OnnxConvTests
{
    private const int Channels = 4;

    [Theory]
    [InlineData(6, 1, 3, 3, 1, 1, "0,0,0,0", "CONV_2D")]
    [InlineData(6, 1, 3, 3, 1, 1, "1,1,1,1", "CONV_2D")]
    [InlineData(6, 1, 3, 3, 2, 1, "0,0,1,1", "CONV_2D")]
    [InlineData(6, 1, 3, 3, 2, 1, "1,1,1,1", "PAD CONV_2D")]
    [InlineData(6, 1, 3, 3, 2, 1, "2,0,1,3", "PAD CONV_2D")]
    [InlineData(6, 1, 3, 2, 1, 2, "2,1,2,1", "CONV_2D")]
    [InlineData(6, 1, 2, 5, 3, 1, "0,4,1,0", "PAD CONV_2D")]
    [InlineData(6, 2, 3, 3, 1, 1, "1,1,1,1", "CONV_2D")]
    [InlineData(4, 4, 3, 3, 1, 1, "1,1,1,1", "DEPTHWISE_CONV_2D")]
    [InlineData(12, 4, 5, 5, 2, 1, "2,2,2,2", "PAD DEPTHWISE_CONV_2D")]
    [InlineData(8, 4, 3, 3, 1, 2, "0,0,0,0", "DEPTHWISE_CONV_2D")]
    public void Conv_matches_definition(
        int outputs, int groups, int rows, int columns, int stride, int dilation, string pads, string operators)
    {
        long[] border = [.. pads.Split(',').Select(long.Parse)];
        Values x = Values.Random(1, 1, Channels, 8, 10);
        Values w = Values.Random(2, outputs, Channels / groups, rows, columns);
        Values b = Values.Random(3, outputs);
        OnnxGraph graph = new();
        string y = graph.Node(
            "Conv",
            [graph.Input("x", 1, Channels, 8, 10), Add(graph, w), Add(graph, b)],
            OnnxGraph.Number("group", groups),
            OnnxGraph.Attribute("kernel_shape", rows, columns),
            OnnxGraph.Attribute("strides", stride, stride),
            OnnxGraph.Attribute("dilations", dilation, dilation),
            OnnxGraph.Attribute("pads", border));
        Window window = new([stride, stride], [dilation, dilation], [.. border.Select(pad => (int)pad)]);
        Model network = OnnxCheck.Gives(graph, y, Conv(x, w, b.Elements, groups, window), x);
        Assert.Equal(operators, string.Join(' ', network.Operators.Select(step => step.Name)));
    }

    [Theory]
    [InlineData("VALID", 0, 0, 0)]
    [InlineData("SAME_UPPER", 0, 1, 0)]
    [InlineData("SAME_LOWER", 1, 0, 1)]
    public void Conv_follows_auto_pad(string rule, int before, int after, int padOperators)
    {
        Values x = Values.Random(4, 1, 3, 8, 8);
        Values w = Values.Random(5, 2, 3, 3, 3);
        OnnxGraph graph = new();
        AttributeProto[] attributes = [OnnxGraph.Text("auto_pad", rule), OnnxGraph.Attribute("strides", 2, 2)];
        string y = graph.Node("Conv", [graph.Input("x", 1, 3, 8, 8), Add(graph, w)], attributes);
        Values expected = Conv(x, w, null, 1, new Window([2, 2], [1, 1], [before, before, after, after]));
        Model network = OnnxCheck.Gives(graph, y, expected, x);
        Assert.Equal(padOperators, network.Operators.Count(step => step is Pad));
    }

    [Theory]
    [InlineData("0,0,0,0,0,0,1,1", Padding.Same, 0)]
    [InlineData("0,0,1,1,0,0,1,1", Padding.Valid, 1)]
    [InlineData("0,0,0,0,0,0,0,0", Padding.Valid, 0)]
    public void Pad_before_conv_becomes_its_border(string pads, Padding padding, int padOperators)
    {
        long[] border = [.. pads.Split(',').Select(long.Parse)];
        Values x = Values.Random(6, 1, 2, 8, 8);
        Values w = Values.Random(7, 2, 1, 3, 3);
        OnnxGraph graph = new();
        string padded = graph.Node("Pad", [graph.Input("x", 1, 2, 8, 8), graph.Integers(border)]);
        AttributeProto[] attributes = [OnnxGraph.Number("group", 2), OnnxGraph.Attribute("strides", 2, 2)];
        string y = graph.Node("Conv", [padded, Add(graph, w)], attributes);
        int[] window = [(int)border[2], (int)border[3], (int)border[6], (int)border[7]];
        Model network = OnnxCheck.Gives(graph, y, Conv(x, w, null, 2, new Window([2, 2], [1, 1], window)), x);
        Assert.Equal(padding, network.Operators.OfType<DepthwiseConv2D>().Single().Padding);
        Assert.Equal(padOperators, network.Operators.Count(step => step is Pad));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(18)]
    public void Pad_reads_every_form(int operatorSet)
    {
        Values x = Values.Random(8, 1, 2, 3, 3);
        OnnxGraph graph = new(operatorSet);
        string input = graph.Input("x", 1, 2, 3, 3);
        string y = operatorSet switch
        {
            10 => graph.Node("Pad", [input], OnnxGraph.Attribute("pads", 0, 1, 2, 0, 0, 0, 1, 0)),
            13 => graph.Node("Pad", [input, graph.Integers(0, 1, 2, 0, 0, 0, 1, 0), graph.Scalar(0)]),
            _ => graph.Node("Pad", [input, graph.Integers(2, 1, 1, 0), "", graph.Integers(-2, 1)]),
        };
        Values identity = new([3, 2, 1, 1], [0, 0, 1, 0, 0, 1]);
        Values expected = Conv(x, identity, null, 1, new Window([1, 1], [1, 1], [2, 0, 1, 0]));
        OnnxCheck.Gives(graph, y, expected, x);
    }

    [Fact]
    public void Shared_weights_stay_one_tensor()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 2, 4, 4);
        string w = Add(graph, Values.Random(9, 2, 2, 1, 1));
        Model network = graph.Import(graph.Node("Conv", [graph.Node("Conv", [x, w]), w]));
        Assert.Single(network.Operators.OfType<Conv2D>().Select(conv => conv.Weights).Distinct());
    }

    private static string Add(OnnxGraph graph, Values values)
    {
        return graph.Weights([.. values.Shape.Select(extent => (long)extent)], values.Elements);
    }
}
