namespace MobileNetEdge.Runtime.Tests.Lowering;

/// <summary>Chains of one-argument functions become one step with the bytes of the chain.</summary>
public sealed class TableFoldingTests
{
    private static readonly sbyte[] EveryValue = [.. Enumerable.Range(-128, 256).Select(q => (sbyte)q)];
    private static readonly Shape AnyShape = new(1, 4, 8, 8);

    [Fact]
    public void Chain_is_one_step_with_the_bytes_of_its_operators_one_after_another()
    {
        Tensor x = Make.Int8(AnyShape, 0.05f, 11, "x");
        Tensor a = Make.Int8(AnyShape, 0.04f, -9, "a");
        Tensor b = Make.Int8(AnyShape, 1f / 256, -128, "b");
        Tensor c = Make.Int8(AnyShape, 1f / 100, 3, "c");
        Operator[] chain = [new Unary(UnaryFunction.HardSwish, x, a), new Unary(UnaryFunction.Logistic, a, b), new Conversion(b, c)];
        sbyte[] expected = EveryValue;
        foreach (Operator step in chain)
        {
            expected = Running.Run(step, expected);
        }

        AssertOneStep(Make.Model(chain), expected);
    }

    [Fact]
    public void Hard_swish_spelled_with_add_relu6_and_products_is_one_step()
    {
        Tensor x = Make.Int8(AnyShape, 0.06f, -5, "x");
        Tensor three = Make.Constant(Shape.Scalar, 3f / 100, 0, 100);
        Tensor sixth = Make.Constant(new Shape(1, 1, 1, 1), 1f / 600, 0, 100);
        Tensor sum = Make.Int8(AnyShape, 0.08f, -60, "sum");
        Tensor clamped = Make.Int8(AnyShape, 6f / 255, -128, "clamped");
        Tensor gate = Make.Int8(AnyShape, 1f / 255, -128, "gate");
        Tensor output = Make.Int8(AnyShape, 0.05f, -70, "output");
        Operator add = Make.Add(x, three, sum);
        Operator relu6 = new Unary(UnaryFunction.Relu6, sum, clamped);
        Operator scale = Make.Mul(clamped, sixth, gate);
        Operator product = Make.Mul(x, gate, output);
        sbyte[] gates = Running.Run(scale, Running.Run(relu6, Running.Run(add, EveryValue)));

        AssertOneStep(Make.Model(add, relu6, scale, product), Running.Run(product, EveryValue, gates));
    }

    [Fact]
    public void Scalar_on_the_left_of_a_subtraction_is_folded_in_the_right_order()
    {
        Tensor x = Make.Int8(AnyShape, 0.1f, 4, "x");
        Tensor one = Make.Constant(Shape.Scalar, 0.01f, 0, 100);
        Binary step = new(BinaryFunction.Sub, one, x, Make.Int8(AnyShape, 0.1f, 0, "y"), FusedActivation.None);

        sbyte[] actual = Running.Run(step, EveryValue);

        for (int i = 0; i < actual.Length; i++)
        {
            Real.AssertRounded(1 - 0.1f * (EveryValue[i] - 4.0), step.Output, actual[i], 1.0 / 64, $"1 - x for {EveryValue[i]}");
        }

        AssertOneStep(Make.Model(step), actual);
    }

    [Fact]
    public void Intermediate_that_is_read_elsewhere_keeps_a_step_of_its_own()
    {
        Tensor x = Make.Int8(AnyShape, 0.05f, 0, "x");
        Tensor a = Make.Int8(AnyShape, 0.05f, 0, "a");
        Tensor b = Make.Int8(AnyShape, 1f / 128, 0, "b");
        Operator swish = new Unary(UnaryFunction.HardSwish, x, a);
        Operator tanh = new Unary(UnaryFunction.Tanh, a, b);
        using PreparedModel prepared = PreparedModel.Prepare(Make.Model([x], [a, b], swish, tanh));

        Array[] outputs = Running.Run(prepared, EveryValue);

        Assert.Equal(2, prepared.Steps.Length);
        Assert.Equal(Running.Run(swish, EveryValue), outputs[0]);
        Assert.Equal(Running.Run(tanh, (sbyte[])outputs[0]), outputs[1]);
    }

    [Fact]
    public void Conversion_to_the_same_quantization_changes_nothing()
    {
        Tensor x = Make.Int8(AnyShape, 0.05f, 7, "x");

        Assert.Equal(EveryValue, Running.Run(new Conversion(x, Make.Int8(AnyShape, 0.05f, 7, "y")), EveryValue));
    }

    private static void AssertOneStep(Model model, sbyte[] expected)
    {
        using PreparedModel prepared = PreparedModel.Prepare(model);
        Assert.Equal("TABLE", Assert.Single(prepared.Steps).Name);
        Assert.Equal(expected, Running.Run(prepared, EveryValue)[0]);
    }
}
