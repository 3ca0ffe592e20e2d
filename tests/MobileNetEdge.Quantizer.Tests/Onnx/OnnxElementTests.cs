namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Element-wise operators, with broadcasting and constants on either side.</summary>
public class OnnxElementTests
{
    private static readonly Values X = Values.Random(1, 1, 3, 2, 4).Map(v => v * 4);

    [Theory]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("HardSwish")]
    [InlineData("LeakyRelu")]
    [InlineData("HardSigmoid")]
    [InlineData("Identity")]
    public void One_argument_functions_match_definition(string type)
    {
        OnnxGraph graph = new(14);
        string y = graph.Node(type, [graph.Node("LeakyRelu", [graph.Input("x", 1, 3, 2, 4)], OnnxGraph.Real("alpha", 1))]);
        Func<float, float> function = type switch
        {
            "Relu" => v => Math.Max(v, 0),
            "Sigmoid" => v => 1 / (1 + MathF.Exp(-v)),
            "Tanh" => MathF.Tanh,
            "HardSwish" => v => v * Math.Clamp(v + 3, 0, 6) / 6,
            "LeakyRelu" => v => v < 0 ? 0.01f * v : v,
            "HardSigmoid" => v => Math.Clamp((0.2f * v) + 0.5f, 0, 1),
            _ => v => v,
        };
        OnnxCheck.Gives(graph, y, X.Map(function), X);
    }

    [Theory]
    [InlineData(10, 0f, 6f, "RELU6")]
    [InlineData(13, 0f, 6f, "RELU6")]
    [InlineData(13, -1f, 1f, "RELU_N1_TO_1")]
    [InlineData(13, -2f, 3f, "CLIP")]
    [InlineData(10, -2f, 3f, "CLIP")]
    [InlineData(13, 0f, float.MaxValue, "RELU")]
    [InlineData(13, float.MinValue, 2f, "CLIP")]
    public void Clip_reads_attributes_and_inputs(int operatorSet, float min, float max, string operatorName)
    {
        OnnxGraph graph = new(operatorSet);
        string input = graph.Input("x", 1, 3, 2, 4);
        string y = operatorSet < 11
            ? graph.Node("Clip", [input], OnnxGraph.Real("min", min), OnnxGraph.Real("max", max))
            : graph.Node("Clip", [input, graph.Scalar(min), graph.Scalar(max)]);
        Model network = OnnxCheck.Gives(graph, y, X.Map(v => Math.Clamp(v, min, max)), X);
        Assert.Equal(operatorName, network.Operators.Single().Name);
    }

    [Fact]
    public void Clip_without_lower_bound_leaves_it_open()
    {
        OnnxGraph graph = new();
        string y = graph.Node("Clip", [graph.Input("x", 1, 3, 2, 4), "", graph.Scalar(2)]);
        OnnxCheck.Gives(graph, y, X.Map(v => Math.Min(v, 2)), X);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void Constant_operands_broadcast_as_channels_first(string type)
    {
        foreach (long[] shape in new long[][] { [], [1], [4], [2, 4], [3, 1, 1], [1, 3, 1, 1], [1, 3, 2, 4], [1, 1, 2, 1] })
        {
            Values b = Values.Random(2, [.. shape.Select(extent => (int)extent)]).Map(v => v + 3);
            OnnxGraph graph = new();
            string y = graph.Node(type, [graph.Input("x", 1, 3, 2, 4), graph.Weights(shape, b.Elements)]);
            OnnxCheck.Gives(graph, y, Broadcast(X, b, type), X);
        }
    }

    [Fact]
    public void Constant_may_come_first()
    {
        OnnxGraph graph = new();
        string y = graph.Node("Sub", [graph.Scalar(1), graph.Input("x", 1, 3, 2, 4)]);
        OnnxCheck.Gives(graph, y, X.Map(v => 1 - v), X);
    }

    [Fact]
    public void Activations_broadcast_as_channels_first()
    {
        Values gate = Values.Random(3, 1, 3, 1, 1);
        OnnxGraph graph = new();
        string y = graph.Node("Mul", [graph.Input("gate", 1, 3, 1, 1), graph.Input("x", 1, 3, 2, 4)]);
        OnnxCheck.Gives(graph, y, Broadcast(X, gate, "Mul"), gate, X);
    }

    [Fact]
    public void Activation_of_lower_rank_broadcasts()
    {
        Values row = Values.Random(3, 4);
        OnnxGraph graph = new();
        string y = graph.Node("Add", [graph.Input("x", 1, 3, 2, 4), graph.Input("row", 4)]);
        OnnxCheck.Gives(graph, y, Broadcast(X, row, "Add"), X, row);
    }

    [Theory]
    [InlineData(1, 3, 2, 4)]
    [InlineData(2, 6)]
    [InlineData(1, 3, 5)]
    public void BatchNormalization_matches_definition(params int[] shape)
    {
        Values x = Values.Random(4, shape);
        int channels = shape[1];
        Values[] p = [.. Enumerable.Range(5, 4).Select(seed => Values.Random(seed, channels).Map(v => Math.Abs(v) + 0.5f))];
        OnnxGraph graph = new();
        string y = graph.Node(
            "BatchNormalization",
            [graph.Input("x", [.. shape.Select(extent => (long)extent)]), .. p.Select(v => graph.Weights([channels], v.Elements))],
            OnnxGraph.Real("epsilon", 0.01f));
        int inner = Values.Count(shape[2..]);
        float[] expected = [.. x.Elements.Select((v, i) => Normalized(v, i / inner % channels, p))];
        OnnxCheck.Gives(graph, y, new Values(shape, expected), x);
    }

    [Theory]
    [InlineData(13, 1)]
    [InlineData(13, 2)]
    [InlineData(13, -1)]
    [InlineData(12, 1)]
    [InlineData(12, 3)]
    public void Softmax_follows_its_axis(int operatorSet, int axis)
    {
        OnnxGraph graph = new(operatorSet);
        string y = graph.Node("Softmax", [graph.Input("x", 1, 3, 2, 4)], OnnxGraph.Number("axis", axis));
        int[] shape = X.Shape;
        int from = (axis + 4) % 4;
        int outer = Values.Count(shape[..from]);
        int depth = operatorSet < 13 ? Values.Count(shape[from..]) : shape[from];
        int inner = X.Elements.Length / outer / depth;
        float[] expected = new float[X.Elements.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            int start = (i / (depth * inner) * depth * inner) + (i % inner);
            double sum = Enumerable.Range(0, depth).Sum(k => Math.Exp(X.Elements[start + (k * inner)]));
            expected[i] = (float)(Math.Exp(X.Elements[i]) / sum);
        }

        string flat = graph.Node("Reshape", [y, graph.Integers(3, 8)]);
        OnnxCheck.Gives(graph, flat, new Values([3, 8], expected), X);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    public void Dropout_does_nothing(int operatorSet)
    {
        OnnxGraph graph = new(operatorSet);
        string dropped = graph.Node("Dropout", [graph.Input("x", 1, 3, 2, 4)]);
        graph.Proto.Node[0].Output.Add("mask");
        OnnxCheck.Gives(graph, graph.Node("Relu", [dropped]), X.Map(v => Math.Max(v, 0)), X);
    }

    private static float Normalized(float x, int channel, Values[] p)
    {
        (float scale, float offset) = (p[0].Elements[channel], p[1].Elements[channel]);
        return ((x - p[2].Elements[channel]) / MathF.Sqrt(p[3].Elements[channel] + 0.01f) * scale) + offset;
    }

    private static Values Broadcast(Values a, Values b, string type)
    {
        int[] aligned = [.. Enumerable.Repeat(1, 4 - b.Shape.Length), .. b.Shape];
        float[] result = new float[a.Elements.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int at = 0;
            for (int d = 3, rest = i, stride = 1; d >= 0; d--)
            {
                (rest, int index) = Math.DivRem(rest, a.Shape[d]);
                at += aligned[d] == 1 ? 0 : index * stride;
                stride *= aligned[d];
            }

            (float x, float y) = (a.Elements[i], b.Elements[at]);
            result[i] = type switch { "Add" => x + y, "Sub" => x - y, "Mul" => x * y, _ => x / y };
        }

        return new Values(a.Shape, result);
    }
}
