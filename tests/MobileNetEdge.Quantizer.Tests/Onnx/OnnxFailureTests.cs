using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>What can't be imported is refused by name.</summary>
public class OnnxFailureTests
{
    [Fact]
    public void All_unsupported_nodes_are_listed()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 2, 4, 4);
        string lost = graph.Node("Einsum", [x]);
        string relu = graph.Node("Relu", [lost]);
        string also = graph.Node("LSTM", [relu]);
        string pool = graph.Node("MaxPool", [x], OnnxGraph.Attribute("kernel_shape", 3, 3), OnnxGraph.Attribute("pads", 2, 2, 0, 0));
        string message = OnnxCheck.Fails<UnsupportedModelException>(graph, graph.Node("Add", [also, pool]));
        Assert.StartsWith("unsupported model: 3 nodes: Einsum 'Einsum_0': the operator is not supported; LSTM 'LSTM_2'", message);
        Assert.Contains("MaxPool 'MaxPool_3': pads [2, 2, 0, 0] of an input that may be negative", message);
        Assert.DoesNotContain("Relu", message);
    }

    [Fact]
    public void Thousands_of_unsupported_nodes_are_listed()
    {
        OnnxGraph graph = new();
        string last = graph.Input("x", 1);
        for (int i = 0; i < 20_000; i++)
        {
            last = graph.Node("Einsum", [last]);
        }

        Assert.StartsWith("unsupported model: 20000 nodes: ", OnnxCheck.Fails<UnsupportedModelException>(graph, last));
    }

    [Fact]
    public void Node_of_another_domain_is_named_with_it()
    {
        OnnxGraph graph = new();
        string y = graph.Node("Relu", [graph.Input("x", 1)]);
        graph.Proto.Node[0].Domain = "com.maker";
        Assert.Contains("com.maker.Relu 'Relu_0'", OnnxCheck.Fails<UnsupportedModelException>(graph, y));
    }

    public static TheoryData<string, string> Unsupported => new()
    {
        { "div", "the divisor ('x') must be constant" },
        { "conv of computed weights", "the weights ('x') must be constant" },
        { "conv 1d", "only 4 dimensions are supported" },
        { "dilated pool", "a dilated pooling window" },
        { "average pads", "that don't count are supported only where they are TensorFlow's SAME" },
        { "pad mode", "mode 'reflect'" },
        { "negative pads", "negative pads" },
        { "resize channels", "resizes the batch or the channels" },
        { "resize cubic", "mode 'cubic'" },
        { "gemm transA", "transposes its activations" },
        { "gather", "what is gathered ('x') must be constant" },
        { "cast", "to ONNX element type 2" },
        { "mask", "reads output 1 of a Dropout isn't computed" },
        { "int8 weights", "of ONNX element type 3" },
        { "huge output", "too large" },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void Unsupported_use_of_an_operator_is_explained(string use, string reason)
    {
        OnnxGraph graph = new();
        string message = OnnxCheck.Fails<UnsupportedModelException>(graph, Misuse(graph, use));
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Open_extent_is_explained_and_can_be_given()
    {
        OnnxGraph graph = new();
        string y = graph.Node("GlobalAveragePool", [graph.Input("x", -1, 3, -1, -1)]);
        string message = OnnxCheck.Fails<UnsupportedModelException>(graph, y);
        Assert.Contains("dimension 2 (height) is 'any', which the file leaves open; give the input's height as an option", message);
        Model network = OnnxImporter.Read(graph.ToFile(y), new() { Height = 5, Width = 7 });
        Assert.Equal([1, 5, 7, 3], network.Inputs[0].Shape.Extents.ToArray());
    }

    [Fact]
    public void Option_that_contradicts_the_file_is_refused()
    {
        OnnxGraph graph = new();
        byte[] file = graph.ToFile(graph.Node("Relu", [graph.Input("x", 1, 3, 8, 8)]));
        Assert.Throws<ArgumentException>(() => OnnxImporter.Read(file, new() { Height = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxImporter.Read(file, new() { Height = 0 }));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(22)]
    public void Operator_set_out_of_range_is_refused(int operatorSet)
    {
        OnnxGraph graph = new(operatorSet);
        string message = OnnxCheck.Fails<UnsupportedModelException>(graph, graph.Node("Relu", [graph.Input("x", 1)]));
        Assert.Contains($"operator set {operatorSet}; supported are 7 to 21", message);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "unknown name", "reads 'nowhere'" },
        { "name twice", "expected a name that nothing else has" },
        { "unknown output", "output 'nowhere': nothing defines it" },
        { "weights too short", "found 4 bytes, expected 8" },
        { "negative extent", "expected extents of 0 to" },
        { "huge extent", "is too large" },
        { "groups", "found 3 groups" },
        { "shapes", "found operands of shapes [1, 2, 4, 4] and [3]" },
        { "reshape", "found the shape [5, -1] for 32 elements" },
        { "permutation", "found the permutation [0, 0, 1, 2]" },
        { "axis", "found axis 4, expected -4 to 3" },
        { "constants that double", "constants grow beyond" },
        { "external without folder", "lies in another file" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Broken_file_is_refused(string fault, string reason)
    {
        OnnxGraph graph = new();
        string output = Break(graph, fault);
        Assert.Contains(reason, OnnxCheck.Fails<InvalidModelException>(graph, output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0A")]
    [InlineData("0000")]
    [InlineData("3A05FFFFFFFFFF")]
    [InlineData("3AFFFFFFFF0F")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF7F")]
    [InlineData("0B0B0B0B")]
    [InlineData("3A00")]
    public void Broken_framing_is_refused(string hex)
    {
        Assert.Throws<InvalidModelException>(() => OnnxImporter.Read(Convert.FromHexString(hex)));
    }

    [Fact]
    public void Messages_that_swell_in_memory_are_refused_before_they_are_decoded()
    {
        byte[] nodes = new byte[2 * 200_000];
        for (int i = 0; i < nodes.Length; i += 2)
        {
            nodes[i] = 0x0A;
        }

        byte[] file = [0x3A, 0x80, 0xB5, 0x18, .. nodes];
        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => OnnxImporter.Read(file));
        Assert.Contains("messages that take more than 24 MiB", fault.Message);
    }

    private static string Misuse(OnnxGraph graph, string use)
    {
        string x = graph.Input("x", 1, 2, 4, 4);
        string w = graph.Weights([2, 2, 1, 1], 1, 2, 3, 4);
        AttributeProto kernel = OnnxGraph.Attribute("kernel_shape", 3, 3);
        switch (use)
        {
            case "div":
                return graph.Node("Div", [w, x]);
            case "conv of computed weights":
                return graph.Node("Conv", [x, x]);
            case "conv 1d":
                return graph.Node("Conv", [graph.Input("line", 1, 2, 4), w]);
            case "dilated pool":
                return graph.Node("MaxPool", [x], kernel, OnnxGraph.Attribute("dilations", 2, 1), OnnxGraph.Attribute("pads", 1, 1, 1, 1));
            case "average pads":
                return graph.Node("AveragePool", [x], kernel, OnnxGraph.Attribute("pads", 2, 0, 0, 2));
            case "pad mode":
                return graph.Node("Pad", [x, graph.Integers(0, 0, 1, 1, 0, 0, 1, 1)], OnnxGraph.Text("mode", "reflect"));
            case "negative pads":
                return graph.Node("Pad", [x, graph.Integers(0, 0, -1, 0, 0, 0, 0, 0)]);
            case "resize channels":
                return graph.Node("Resize", [x, "", graph.Weights([4], 1, 2, 1, 1)]);
            case "resize cubic":
                return graph.Node("Resize", [x, "", graph.Weights([4], 1, 1, 2, 2)], OnnxGraph.Text("mode", "cubic"));
            case "gemm transA":
                return graph.Node("Gemm", [graph.Input("row", 1, 2), graph.Weights([1, 1], 1)], OnnxGraph.Number("transA", 1));
            case "gather":
                return graph.Node("Gather", [x, graph.Integers(0)]);
            case "cast":
                return graph.Node("Cast", [x], OnnxGraph.Number("to", 2));
            case "mask":
                graph.Node("Dropout", [x]);
                graph.Proto.Node[0].Output.Add("mask");
                return graph.Node("Relu", ["mask"]);
            case "int8 weights":
                return graph.Node("Mul", [x, graph.Initializer(new TensorProto { DataType = 3, Dims = { 1 }, Int32Data = { 1 } })]);
            default:
                return graph.Node("Pad", [x, graph.Integers(0, 0, 100_000, 100_000, 0, 0, 0, 0)]);
        }
    }

    private static string Break(OnnxGraph graph, string fault)
    {
        string x = graph.Input("x", 1, 2, 4, 4);
        switch (fault)
        {
            case "unknown name":
                return graph.Node("Relu", ["nowhere"]);
            case "name twice":
                graph.Node("Relu", [x]);
                graph.Proto.Node[0].Output[0] = x;
                return x;
            case "unknown output":
                graph.Node("Relu", [x]);
                return "nowhere";
            case "weights too short":
                return graph.Node("Mul", [x, graph.Weights([2], 1)]);
            case "negative extent":
                return graph.Node("Mul", [x, graph.Weights([-1], 1)]);
            case "huge extent":
                return graph.Node("Mul", [x, graph.Weights([1 << 20, 1 << 20], 1)]);
            case "groups":
                return graph.Node("Conv", [x, graph.Weights([1, 1, 1, 1], 1)], OnnxGraph.Number("group", 3));
            case "shapes":
                return graph.Node("Add", [x, graph.Weights([3], 1, 2, 3)]);
            case "reshape":
                return graph.Node("Reshape", [x, graph.Integers(5, -1)]);
            case "permutation":
                return graph.Node("Transpose", [x], OnnxGraph.Attribute("perm", 0, 0, 1, 2));
            case "axis":
                return graph.Node("Softmax", [x], OnnxGraph.Number("axis", 4));
            case "external without folder":
                return graph.Node("Mul", [x, graph.Initializer(new TensorProto { DataType = 1, Dims = { 1 }, DataLocation = 1 })]);
            default:
                string doubling = graph.Weights([1], 1);
                for (int i = 0; i < 26; i++)
                {
                    doubling = graph.Node("Concat", [doubling, doubling], OnnxGraph.Number("axis", 0));
                }

                return graph.Node("Relu", [x]);
        }
    }
}
