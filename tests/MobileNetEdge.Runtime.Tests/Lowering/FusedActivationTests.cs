namespace MobileNetEdge.Runtime.Tests.Lowering;

/// <summary>A clamp folded into the operator before it gives the bytes of the clamp on its own.</summary>
public sealed class FusedActivationTests
{
    private static readonly Shape Picture = new(1, 4, 5, 3);

    public static TheoryData<string, UnaryFunction> Producers
    {
        get
        {
            TheoryData<string, UnaryFunction> rows = [];
            foreach (string producer in new[] { "conv", "depthwise", "connected", "add", "average", "max" })
            {
                foreach (UnaryFunction clamp in new[] { UnaryFunction.Relu, UnaryFunction.Relu6, UnaryFunction.ReluN1To1 })
                {
                    rows.Add(producer, clamp);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Producers))]
    public void Clamp_is_folded_with_the_same_bytes(string producer, UnaryFunction clamp)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            Operator first = Producer(producer, random);
            Tensor before = first.Outputs[0];
            Tensor after = new("after", before.Type, before.Shape, before.Quantization);
            Unary second = new(clamp, before, after);
            Model alone = Make.Model(first);
            Array[] inputs = Running.RandomInputs(alone, random);
            sbyte[] expected = Running.Run(second, Running.Run(alone, inputs)[0]);

            using PreparedModel prepared = PreparedModel.Prepare(Make.Model(first, second));

            Assert.Single(prepared.Steps);
            Assert.True(expected.AsSpan().SequenceEqual((sbyte[])Running.Run(prepared, inputs)[0]), $"seed {seed}, {producer}, {clamp}");
        }
    }

    [Fact]
    public void Clamp_to_another_quantization_stays_a_step()
    {
        Operator first = Producer("conv", new Random(1));
        Unary second = new(UnaryFunction.Relu, first.Outputs[0], Make.Int8(Picture, 0.9f, -128, "after"));

        using PreparedModel prepared = PreparedModel.Prepare(Make.Model(first, second));

        Assert.Equal(2, prepared.Steps.Sum(step => step.Operators.Length));
    }

    [Fact]
    public void Clamp_of_a_result_that_is_read_elsewhere_stays_a_step()
    {
        Operator first = Producer("conv", new Random(1));
        Tensor before = first.Outputs[0];
        Tensor after = new("after", before.Type, before.Shape, before.Quantization);
        Model model = Make.Model([first.Inputs[0]], [before, after], first, new Unary(UnaryFunction.Relu, before, after));
        Array[] inputs = Running.RandomInputs(model, new Random(2));

        using PreparedModel prepared = PreparedModel.Prepare(model);

        Assert.Equal(2, prepared.Steps.Length);
        Assert.Equal(Running.Run(Make.Model(first), inputs)[0], Running.Run(prepared, inputs)[0]);
    }

    private static Operator Producer(string name, Random random)
    {
        Tensor x = Make.Int8(Picture, 0.25f, random.Next(-128, 128), "x");
        Tensor y = Make.Int8(Picture, 0.07f + random.NextSingle() / 10, random.Next(-128, 128), "y");
        sbyte[] Weights(int count) => Make.Random(random, count, -127);
        return name switch
        {
            "conv" => Make.Pointwise(x, Make.PerChannel(new Shape(3, 1, 1, 3), 0, [0.01f, 0.02f, 0.03f], Weights(9)), null, y),
            "depthwise" => new DepthwiseConv2D(
                x, Make.PerChannel(new Shape(1, 3, 3, 3), 3, [0.01f, 0.02f, 0.03f], Weights(27)), Make.Bias(1, -2, 3), y, new(1), new(1), Padding.Same, FusedActivation.None),
            "connected" => new FullyConnected(x, Make.Constant(new Shape(3, 3), 0.02f, 0, Weights(9)), null, y, false, FusedActivation.None),
            "add" => Make.Add(x, Make.Int8(Picture, 0.1f, 0, "b"), y),
            "average" => new Pool2D(PoolFunction.Average, x, y, 3, 3, 1, 1, Padding.Same, FusedActivation.None),
            _ => new Pool2D(PoolFunction.Max, x, Make.Int8(Picture, x.Quantization!.Scale, x.Quantization.ZeroPoint, "y"), 3, 3, 1, 1, Padding.Same, FusedActivation.None),
        };
    }
}
