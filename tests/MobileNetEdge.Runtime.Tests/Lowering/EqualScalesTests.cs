namespace MobileNetEdge.Runtime.Tests.Lowering;

/// <summary>Operators that only move values accept inputs of another quantization than their output's.</summary>
public sealed class EqualScalesTests
{
    private static readonly Shape Shape = new(1, 2, 2, 2);
    private static readonly sbyte[] Values = [-128, -50, -3, 0, 1, 40, 90, 127];

    [Fact]
    public void Concatenation_rescales_each_part()
    {
        Tensor a = Make.Int8(Shape, 0.5f, 0, "a");
        Tensor b = Make.Int8(Shape, 0.25f, 10, "b");
        Tensor output = Make.Int8(new Shape(1, 2, 2, 4), 0.5f, -5, "y");

        sbyte[] actual = Running.Run(new Concatenation([a, b], output, 3, FusedActivation.None), Values, Values);

        for (int i = 0; i < Values.Length; i++)
        {
            int at = i / 2 * 4 + i % 2;
            Real.AssertRounded(Real.Of(a, Values)[i], output, actual[at], 1e-6, $"a[{i}]");
            Real.AssertRounded(Real.Of(b, Values)[i], output, actual[at + 2], 1e-6, $"b[{i}]");
        }
    }

    [Fact]
    public void Concatenation_takes_one_tensor_twice_constants_and_a_clamp()
    {
        Tensor a = Make.Int8(new Shape(2), 0.5f, 1, "a");
        Tensor constant = Make.Constant(new Shape(1), 1, 0, 5);
        Concatenation step = new([a, a, constant], Make.Int8(new Shape(5), 1, 0, "y"), 0, FusedActivation.Relu);

        Assert.Equal([0, 4, 0, 4, 5], Running.Run(step, new sbyte[] { -9, 9 }));
    }

    [Fact]
    public void Pad_borders_are_real_zero_of_the_output()
    {
        Tensor x = Make.Int8(new Shape(2), 0.5f, 0, "x");

        Assert.Equal([-7, -7, -6, -5, -7], Running.Run(new Pad(x, Make.Int8(new Shape(5), 1, -7, "y"), [2], [1]), new sbyte[] { 2, 4 }));
    }

    [Fact]
    public void Max_pool_rescales()
    {
        Tensor x = Make.Int8(Shape, 0.5f, 0, "x");
        Pool2D pool = new(PoolFunction.Max, x, Make.Int8(new Shape(1, 1, 1, 2), 1, 4, "y"), 2, 2, 1, 1, Padding.Valid, FusedActivation.None);

        Assert.Equal([49, 68], Running.Run(pool, Values));
    }

    [Theory]
    [InlineData("reshape")]
    [InlineData("transpose")]
    [InlineData("resize")]
    public void Movement_rescales(string movement)
    {
        Tensor x = Make.Int8(Shape, 0.5f, 0, "x");
        Tensor y = Make.Int8(Shape, 1, 1, "y");
        Operator step = movement switch
        {
            "reshape" => new Reshape(x, y),
            "transpose" => new Transpose(x, y, [0, 1, 2, 3]),
            _ => new Resize(ResizeFunction.Bilinear, x, y, false, false),
        };

        Assert.Equal([-63, -24, -1, 1, 2, 21, 46, 65], Running.Run(step, Values));
    }

    [Fact]
    public void Softmax_writes_any_quantization()
    {
        Tensor x = Make.Int8(new Shape(1, 3), 0.1f, 0, "x");
        Tensor y = Make.Int8(x.Shape, 0.01f, -20, "y");

        sbyte[] actual = Running.Run(new Softmax(x, y, 1), new sbyte[] { 0, 10, 20 });

        double sum = 1 + Math.E + Math.E * Math.E;
        Assert.All(actual.Zip([1 / sum, Math.E / sum, Math.E * Math.E / sum]), pair => Assert.InRange(pair.First, pair.Second * 100 - 21, pair.Second * 100 - 19));
    }
}
