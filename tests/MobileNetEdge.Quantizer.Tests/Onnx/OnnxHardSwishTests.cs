namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Every spelling of hard-swish and hard-sigmoid becomes one operator, and nothing else does.</summary>
public class OnnxHardSwishTests
{
    private static readonly Values X = Values.Random(1, 1, 3, 4, 4).Map(v => v * 3);

    public static TheoryData<string> Spellings =>
        ["mul div", "mul mul", "div mul", "mul sixth first", "sub", "hard_sigmoid", "hard_sigmoid swapped", "line", "operator"];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Hard_swish_is_recognised(string spelling)
    {
        OnnxGraph graph = new(14);
        string x = graph.Input("x", 1, 3, 4, 4);
        Model network = OnnxCheck.Gives(graph, HardSwish(graph, x, spelling), X.Map(v => v * Math.Clamp(v + 3, 0, 6) / 6), X);
        Assert.Equal(UnaryFunction.HardSwish, Assert.IsType<Unary>(Assert.Single(network.Operators)).Function);
    }

    [Theory]
    [InlineData("div")]
    [InlineData("mul")]
    [InlineData("line")]
    public void Hard_sigmoid_is_recognised(string spelling)
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 3, 4, 4);
        string y = spelling switch
        {
            "div" => graph.Node("Div", [Relu6(graph, x), graph.Scalar(6)]),
            "mul" => graph.Node("Mul", [graph.Scalar(1f / 6), Relu6(graph, x)]),
            _ => Line(graph, x),
        };
        Model network = OnnxCheck.Gives(graph, y, X.Map(v => Math.Clamp(v + 3, 0, 6) / 6), X);
        HardSigmoid found = Assert.IsType<HardSigmoid>(Assert.Single(network.Operators));
        Assert.Equal((1f / 6, 0.5f), (found.Alpha, found.Beta));
    }

    [Fact]
    public void Shared_parts_stay()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 3, 4, 4);
        string gate = graph.Node("Div", [Relu6(graph, x), graph.Scalar(6)]);
        Model network = graph.Import(graph.Node("Mul", [x, gate]), gate);
        Assert.Contains(network.Operators, step => step is Unary { Function: UnaryFunction.HardSwish });
        Assert.Contains(network.Operators, step => step is HardSigmoid);
    }

    [Theory]
    [InlineData(2.9f, 6f, 6f)]
    [InlineData(3f, 5f, 6f)]
    [InlineData(3f, 6f, 5f)]
    public void Other_numbers_are_left_alone(float shift, float limit, float divisor)
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 3, 4, 4);
        string clip = graph.Node("Clip", [graph.Node("Add", [x, graph.Scalar(shift)]), graph.Scalar(0), graph.Scalar(limit)]);
        string y = graph.Node("Div", [graph.Node("Mul", [x, clip]), graph.Scalar(divisor)]);
        Model network = OnnxCheck.Gives(graph, y, X.Map(v => v * Math.Clamp(v + shift, 0, limit) / divisor), X);
        Assert.DoesNotContain(network.Operators, step => step is HardSigmoid or Unary { Function: UnaryFunction.HardSwish });
    }

    [Fact]
    public void Gate_of_another_value_is_left_alone()
    {
        OnnxGraph graph = new();
        string x = graph.Input("x", 1, 3, 4, 4);
        string y = graph.Node("Mul", [graph.Node("Tanh", [x]), graph.Node("Div", [Relu6(graph, x), graph.Scalar(6)])]);
        Model network = OnnxCheck.Gives(graph, y, X.Map(v => MathF.Tanh(v) * Math.Clamp(v + 3, 0, 6) / 6), X);
        Assert.Equal(["TANH", "HARD_SIGMOID", "MUL"], network.Operators.Select(step => step.Name));
    }

    private static string HardSwish(OnnxGraph graph, string x, string spelling) => spelling switch
    {
        "mul div" => graph.Node("Div", [graph.Node("Mul", [x, Relu6(graph, x)]), graph.Scalar(6)]),
        "mul mul" => graph.Node("Mul", [graph.Scalar(1f / 6), graph.Node("Mul", [Relu6(graph, x), x])]),
        "div mul" => graph.Node("Mul", [graph.Node("Div", [Relu6(graph, x), graph.Scalar(6)]), x]),
        "mul sixth first" => graph.Node("Mul", [graph.Node("Div", [x, graph.Scalar(6)]), Relu6(graph, x)]),
        "sub" => graph.Node("Div", [graph.Node("Mul", [x, Clip(graph, graph.Node("Sub", [x, graph.Scalar(-3)]), 6)]), graph.Scalar(6)]),
        "hard_sigmoid" => graph.Node("Mul", [x, graph.Node("HardSigmoid", [x], OnnxGraph.Real("alpha", 1f / 6))]),
        "hard_sigmoid swapped" => graph.Node("Mul", [graph.Node("HardSigmoid", [x], OnnxGraph.Real("alpha", 0.166667f)), x]),
        "line" => graph.Node("Mul", [Line(graph, x), x]),
        _ => graph.Node("HardSwish", [x]),
    };

    private static string Relu6(OnnxGraph graph, string x) => Clip(graph, graph.Node("Add", [x, graph.Scalar(3)]), 6);

    private static string Line(OnnxGraph graph, string x)
    {
        return Clip(graph, graph.Node("Add", [graph.Node("Mul", [x, graph.Scalar(1f / 6)]), graph.Scalar(0.5f)]), 1);
    }

    private static string Clip(OnnxGraph graph, string x, float max) => graph.Node("Clip", [x, graph.Scalar(0), graph.Scalar(max)]);
}
