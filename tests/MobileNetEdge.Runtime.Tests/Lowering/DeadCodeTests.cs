namespace MobileNetEdge.Runtime.Tests.Lowering;

/// <summary>What costs nothing at run time: dead steps, reshapes, constants.</summary>
public sealed class DeadCodeTests
{
    private static readonly Shape Shape = new(1, 2, 2, 2);
    private static readonly sbyte[] Values = [-128, -50, -3, 0, 1, 40, 90, 127];

    [Fact]
    public void Step_that_no_output_needs_is_removed()
    {
        Tensor x = Make.Int8(Shape, 0.5f, 0, "x");
        Tensor dead = Make.Int8(Shape, 0.5f, 0, "dead");
        Tensor deader = Make.Int8(Shape, 0.5f, 0, "deader");
        Tensor y = Make.Int8(Shape, 0.25f, 0, "y");
        Model model = Make.Model([x], [y], Make.Add(x, x, dead), Make.Mul(dead, x, deader), new Unary(UnaryFunction.Relu, x, y));

        using PreparedModel prepared = PreparedModel.Prepare(model);

        Assert.Same(y, Assert.Single(prepared.Steps).Output);
        Assert.Equal(2, prepared.Placements.Length);
    }

    [Fact]
    public void Reshape_is_no_step_and_takes_no_memory()
    {
        Tensor x = Make.Int8(Shape, 0.5f, 0, "x");
        Tensor flat = Make.Int8(new Shape(8), 0.5f, 0, "flat");
        Tensor column = Make.Int8(new Shape(8, 1), 0.5f, 0, "column");

        using PreparedModel prepared = PreparedModel.Prepare(Make.Model(new Reshape(x, flat), new Reshape(flat, column, IsSqueeze: true)));

        Assert.Empty(prepared.Steps);
        Assert.Same(x, Assert.Single(prepared.Placements).Tensor);
        Assert.Equal(Values, Running.Run(prepared, Values)[0]);
    }

    [Fact]
    public void Reshaped_tensor_lives_until_its_last_reader_under_either_name()
    {
        Tensor x = Make.Int8(Shape, 0.5f, 0, "x");
        Tensor a = Make.Int8(Shape, 0.5f, 0, "a");
        Tensor flat = Make.Int8(new Shape(8), 0.5f, 0, "flat");
        Tensor b = Make.Int8(Shape, 0.5f, 0, "b");
        Tensor c = Make.Int8(Shape, 0.5f, 0, "c");
        Tensor cFlat = Make.Int8(new Shape(8), 0.5f, 0, "c flat");
        Tensor y = Make.Int8(new Shape(8), 0.5f, 0, "y");
        Tensor other = Make.Int8(Shape, 0.5f, 0, "other");
        Model model = Make.Model(
            Make.Add(x, other, a), new Reshape(a, flat), Make.Add(a, other, b), Make.Add(b, x, c), new Reshape(c, cFlat), Make.Add(flat, cFlat, y));
        sbyte[] small = [1, 2, 3, 4, 5, 6, 7, 8];

        // a = x + o; b = a + o; c = b + x; y = a + c.
        Assert.Equal(small.Select(v => (sbyte)(6 * v)), (sbyte[])Running.Run(model, small, small)[0]);
    }

    [Fact]
    public void Constants_are_read_wherever_activations_are()
    {
        Tensor constant = Make.Constant(Shape, 0.5f, 0, Values);
        Tensor x = Make.Int8(Shape, 0.5f, 0, "x");
        sbyte[] zeros = new sbyte[8];
        (Operator Step, Tensor Result)[] cases =
        [
            .. new Func<Tensor, Tensor, Operator>[]
            {
                (c, y) => new Reshape(c, y),
                (c, y) => new Transpose(c, y, [0, 1, 2, 3]),
                (c, y) => new Pad(c, y, [0, 0, 0, 0], [0, 0, 0, 0]),
                (c, y) => new Concatenation([c], y, 3, FusedActivation.None),
                (c, y) => new Resize(ResizeFunction.Bilinear, c, y, false, false),
                (c, y) => new Resize(ResizeFunction.NearestNeighbor, c, y, false, true),
                (c, y) => new Pool2D(PoolFunction.Max, c, y, 1, 1, 1, 1, Padding.Valid, FusedActivation.None),
                (c, y) => new Pool2D(PoolFunction.Average, c, y, 1, 1, 1, 1, Padding.Valid, FusedActivation.None),
                (c, y) => new Mean(c, y, [], true),
                (c, y) => new Conversion(c, y),
                (c, y) => Make.Mul(c, Make.Constant(Shape.Scalar, 1, 0, 1), y),
                (c, y) => Make.Pointwise(c, Make.Constant(new Shape(2, 1, 1, 2), 1, 0, 1, 0, 0, 1), null, y),
                (c, y) => new FullyConnected(c, Make.Constant(new Shape(2, 2), 1, 0, 1, 0, 0, 1), null, y, false, FusedActivation.None),
                (c, y) => new DepthwiseConv2D(c, Make.Constant(new Shape(1, 1, 1, 2), 1, 0, 1, 1), null, y, new(1), new(1), Padding.Same, FusedActivation.None),
            }.Select(create =>
            {
                Tensor result = Make.Int8(Shape, 0.5f, 0, "result");
                return (create(constant, result), result);
            }),
        ];

        foreach ((Operator step, Tensor result) in cases)
        {
            Tensor y = Make.Int8(Shape, 0.5f, 0, "y");
            Model model = Make.Model([x], [y], step, Make.Add(result, x, y));
            Assert.True(Values.AsSpan().SequenceEqual((sbyte[])Running.Run(model, zeros)[0]), $"{step} of a constant");
        }
    }

    [Fact]
    public void Softmax_and_dequantize_read_constants()
    {
        Tensor constant = Make.Constant(new Shape(1, 2), 1, 0, 3, 3);
        Tensor soft = Make.Int8(new Shape(1, 2), 1f / 256, -128, "soft");
        Tensor real = Make.Float(new Shape(1, 2), "real");

        Array[] outputs = Running.Run(Make.Model([], [soft, real], new Softmax(constant, soft, 1), new Conversion(constant, real)));

        Assert.Equal(new sbyte[] { 0, 0 }, outputs[0]);
        Assert.Equal(new float[] { 3, 3 }, outputs[1]);
    }
}
