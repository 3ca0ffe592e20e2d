namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>Contract: tables are the rounded function, either way only at ties (equation 12); softmax is within one step (equation 18).</summary>
public sealed class FunctionAccuracyTests
{
    private const int Cases = 40;
    private const double TieTolerance = 1e-6;
    private static readonly sbyte[] EveryValue = [.. Enumerable.Range(-128, 256).Select(q => (sbyte)q)];

    [Theory]
    [InlineData(UnaryFunction.Relu)]
    [InlineData(UnaryFunction.ReluN1To1)]
    [InlineData(UnaryFunction.Relu6)]
    [InlineData(UnaryFunction.HardSwish)]
    [InlineData(UnaryFunction.Logistic)]
    [InlineData(UnaryFunction.Tanh)]
    public void Table_is_the_rounded_function(UnaryFunction function)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            Tensor input = Make.Int8(new Shape(256), random.NextSingle() / 5 + 0.001f, random.Next(-128, 128));
            Tensor output = Make.Int8(new Shape(256), random.NextSingle() / 20 + 0.001f, random.Next(-128, 128));
            double[] reals = Real.Of(input, EveryValue);

            sbyte[] actual = Running.Run(new Unary(function, input, output), EveryValue);

            for (int i = 0; i < actual.Length; i++)
            {
                Real.AssertRounded(Exact(function, reals[i]), output, actual[i], TieTolerance, $"seed {seed}, {function} of {reals[i]}");
            }
        }
    }

    [Fact]
    public void Softmax_is_within_one_step()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            int depth = random.Next(1, 200);
            float beta = random.NextSingle() * 2 + 0.01f;
            Tensor input = Make.Int8(new Shape(2, depth), random.NextSingle() / 4 + 0.001f, random.Next(-128, 128));
            Tensor output = Make.Int8(input.Shape, 1f / 256, -128);
            sbyte[] values = Make.Random(random, 2 * depth);
            double[] exponentials = [.. Real.Of(input, values).Select(x => Math.Exp(beta * x))];

            sbyte[] actual = Running.Run(new Softmax(input, output, beta), values);

            for (int i = 0; i < actual.Length; i++)
            {
                double exact = exponentials[i] / exponentials.Skip(i / depth * depth).Take(depth).Sum();
                double steps = Math.Min(exact * 256 - 128, 127);
                Assert.True(Math.Abs(steps - actual[i]) <= 1, $"seed {seed}, element {i}: stored {actual[i]}, exact {steps}");
            }
        }
    }

    [Fact]
    public void Softmax_of_equal_values_is_uniform()
    {
        Tensor input = Make.Int8(new Shape(4), 1, 0);

        sbyte[] actual = Running.Run(new Softmax(input, Make.Int8(input.Shape, 1f / 256, -128), 1), new sbyte[] { -128, -128, -128, -128 });

        Assert.Equal([-64, -64, -64, -64], actual);
    }

    [Fact]
    public void Quantize_rounds_halves_away_from_zero_and_takes_any_float()
    {
        Tensor input = Make.Float(new Shape(10));
        Tensor output = Make.Int8(input.Shape, 0.5f, 3);
        float[] values = [0, 0.25f, -0.25f, 0.75f, -0.75f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon];

        sbyte[] actual = Running.Run(new Conversion(input, output), values);

        Assert.Equal([3, 4, 2, 5, 1, 3, 127, -128, 127, 3], actual);
    }

    [Fact]
    public void Quantize_is_the_rounded_real_value()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            Tensor input = Make.Float(new Shape(500));
            Tensor output = Make.Int8(input.Shape, random.NextSingle() + 0.01f, random.Next(-128, 128));
            float[] values = [.. Enumerable.Range(0, 500).Select(_ => (random.NextSingle() - 0.5f) * 100)];

            sbyte[] actual = Running.Run(new Conversion(input, output), values);

            for (int i = 0; i < actual.Length; i++)
            {
                // The quotient is single precision, 2^-24 of at most 5000 steps.
                Real.AssertRounded(values[i], output, actual[i], 5000 * Math.ScaleB(1, -24), $"seed {seed}, {values[i]}");
            }
        }
    }

    [Fact]
    public void Dequantize_is_the_real_value_in_single_precision()
    {
        Random random = new(7);
        Tensor input = Make.Int8(new Shape(256), random.NextSingle(), -77);

        float[] actual = (float[])Running.Run(Make.Model(new Conversion(input, Make.Float(input.Shape))), EveryValue)[0];

        Assert.Equal(Real.Of(input, EveryValue).Select(r => (float)r), actual);
    }

    private static double Exact(UnaryFunction function, double x) => function switch
    {
        UnaryFunction.Relu => Math.Max(x, 0),
        UnaryFunction.ReluN1To1 => Math.Clamp(x, -1, 1),
        UnaryFunction.Relu6 => Math.Clamp(x, 0, 6),
        UnaryFunction.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
        UnaryFunction.Logistic => 1 / (1 + Math.Exp(-x)),
        _ => Math.Tanh(x),
    };
}
