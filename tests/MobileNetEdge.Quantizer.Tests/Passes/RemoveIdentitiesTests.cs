using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Steps that change nothing go, and only those.</summary>
public sealed class RemoveIdentitiesTests
{
    public static TheoryData<string> Identities { get; } =
    [
        "reshape", "transpose", "pad", "concatenation", "conversion", "clip",
        "x times 1", "1 times x", "x plus 0", "0 plus x", "x minus 0",
    ];

    public static TheoryData<string> Others { get; } =
    [
        "reshape to another", "transpose two", "concatenation of two", "concatenation with clamp",
        "x times 2", "0 minus x", "broadcast", "plus 0 with clamp",
    ];

    [Theory]
    [MemberData(nameof(Identities))]
    public void Identity_goes_wherever_it_stands(string identity)
    {
        NetworkSketch sketch = new(1);
        Tensor x = Append(sketch, sketch.New(3, 3), identity);
        x = Append(sketch, Append(sketch, sketch.Unary(UnaryFunction.Tanh, x), identity), identity);
        x = Append(sketch, sketch.Unary(UnaryFunction.Logistic, x), identity);
        Graph graph = PassChecker.Check(sketch.Model(), RemoveIdentities.Run, tolerance: 0);
        Assert.Equal(["TANH", "LOGISTIC"], graph.Operators.Select(step => step.Name));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Step_that_changes_something_stays(string other)
    {
        NetworkSketch sketch = new(2);
        sketch.Unary(UnaryFunction.Tanh, Append(sketch, sketch.Unary(UnaryFunction.Tanh, sketch.New(3, 3)), other));
        Model model = sketch.Model();
        Graph graph = PassChecker.Check(model, RemoveIdentities.Run, tolerance: 0);
        Assert.Equal(model.Operators, graph.Operators, (a, b) => ReferenceEquals(a, b));
    }

    [Fact]
    public void Inputs_and_outputs_stay_what_they_are()
    {
        NetworkSketch sketch = new(3);
        Tensor input = sketch.New(3, 3);
        Tensor copy = Append(sketch, input, "reshape");
        Tensor x = sketch.Unary(UnaryFunction.Tanh, copy);
        Tensor first = Append(sketch, x, "pad");
        Tensor second = Append(sketch, x, "clip");
        Tensor third = Append(sketch, first, "conversion");
        Tensor last = sketch.Unary(UnaryFunction.Logistic, x);
        Model model = sketch.Model(copy, first, second, third, last);
        Graph graph = PassChecker.Check(model, RemoveIdentities.Run, tolerance: 0);
        Assert.Equal(["RESHAPE", "TANH", "CLIP", "DEQUANTIZE", "LOGISTIC"], graph.Operators.Select(step => step.Name));
    }

    private static Tensor Append(NetworkSketch sketch, Tensor x, string step)
    {
        Tensor output = sketch.Like(x);
        return step switch
        {
            "reshape" => sketch.Add(new Reshape(x, output)),
            "transpose" => sketch.Add(new Transpose(x, output, [0, 1])),
            "pad" => sketch.Add(new Pad(x, output, [0, 0], [0, 0])),
            "concatenation" => sketch.Add(new Concatenation([x], output, 0, FusedActivation.None)),
            "conversion" => sketch.Add(new Conversion(x, output)),
            "clip" => sketch.Add(new Clip(x, output, float.NegativeInfinity, float.PositiveInfinity)),
            "x times 1" => sketch.Binary(BinaryFunction.Mul, x, NetworkSketch.Filled(1)),
            "1 times x" => sketch.Binary(BinaryFunction.Mul, NetworkSketch.Filled(1, 3), x),
            "x plus 0" => sketch.Binary(BinaryFunction.Add, x, NetworkSketch.Filled(0, 3, 3)),
            "0 plus x" => sketch.Binary(BinaryFunction.Add, NetworkSketch.Filled(-0f, 1), x),
            "x minus 0" => sketch.Binary(BinaryFunction.Sub, x, NetworkSketch.Filled(0)),
            "reshape to another" => sketch.Reshape(x, 9),
            "transpose two" => sketch.Add(new Transpose(x, output, [1, 0])),
            "concatenation of two" => sketch.Add(new Concatenation([x, x], sketch.New(6, 3), 0, FusedActivation.None)),
            "concatenation with clamp" => sketch.Add(new Concatenation([x], output, 0, FusedActivation.Relu)),
            "x times 2" => sketch.Binary(BinaryFunction.Mul, x, NetworkSketch.Filled(2)),
            "0 minus x" => sketch.Binary(BinaryFunction.Sub, NetworkSketch.Filled(0), x),
            "broadcast" => sketch.Add(
                new Binary(BinaryFunction.Mul, x, NetworkSketch.Filled(1, 2, 1, 1), sketch.New(2, 3, 3), FusedActivation.None)),
            _ => sketch.Binary(BinaryFunction.Add, x, NetworkSketch.Filled(0), FusedActivation.Relu),
        };
    }
}
