namespace MobileNetEdge.Runtime.Tests.Validation;

/// <summary>The proofs of numerics.md, equations (6), (10) and (11), at their limits.</summary>
public sealed class BoundsTests
{
    /// <summary>The largest depth with 255 · 127 · depth below 2^31, and what is left for a bias.</summary>
    private const int Depth = 66311;
    private const int BiasLeft = int.MaxValue - Depth * 127 * 255;

    [Theory]
    [InlineData(BiasLeft)]
    [InlineData(-BiasLeft)]
    [InlineData(0)]
    public void Largest_accumulator_is_exact(int bias)
    {
        sbyte[] input = [.. Enumerable.Repeat((sbyte)127, Depth)];

        sbyte actual = Running.Run(Layer(bias), input)[0];

        Assert.Equal(Math.Round((Depth * 127.0 * 255 + bias) / (1 << 25)), actual);
    }

    [Theory]
    [InlineData(BiasLeft + 1)]
    [InlineData(-BiasLeft - 1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Accumulator_that_could_overflow_is_refused(int bias)
    {
        UnsupportedModelException exception = Assert.Throws<UnsupportedModelException>(() => PreparedModel.Prepare(Make.Model(Layer(bias))));

        Assert.Contains("FULLY_CONNECTED", exception.Message, StringComparison.Ordinal);
        Assert.Contains("channel 0", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.5f, 3, 5)]
    [InlineData(1.5f, -3, -4)]
    [InlineData(1f, -77, -77)]
    [InlineData(2f, 63, 126)]
    [InlineData(40f, 3, 120)]
    [InlineData(6291456f, 1, 127)]
    [InlineData(6291456f, 0, 0)]
    [InlineData(6291456f, -1, -128)]
    public void Multiplier_of_one_or_more_is_exact_where_it_fits(float multiplier, int value, int expected)
    {
        Assert.Equal([(sbyte)expected], Running.Run(Gain(multiplier), new[] { (sbyte)value }));
    }

    [Theory]
    [InlineData(8388608f)]
    [InlineData(1e9f)]
    [InlineData(1e20f)]
    public void Multiplier_that_does_not_fit_is_refused(float multiplier)
    {
        Assert.Throws<UnsupportedModelException>(() => PreparedModel.Prepare(Make.Model(Gain(multiplier))));
    }

    [Fact]
    public void Dead_channel_gives_its_constant_exactly()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Tensor x = Make.Int8(new Shape(1, 4), random.NextSingle() + 0.1f, random.Next(-128, 128));
            int[] biases = [random.Next(int.MinValue, int.MaxValue), 5];
            float[] scales = [random.NextSingle() * 1e-7f + 1e-9f, 0.01f];
            Tensor weights = Make.PerChannel(new Shape(2, 4), 0, scales, 0, 0, 0, 0, 1, 2, 3, 4);
            Tensor y = Make.Int8(new Shape(1, 2), random.NextSingle() + 0.1f, random.Next(-128, 128));
            FusedActivation activation = (FusedActivation)random.Next(4);

            sbyte[] actual = Running.Run(new FullyConnected(x, weights, Make.Bias(biases), y, false, activation), Make.Random(random, 4));

            Real.AssertRounded((double)x.Quantization!.Scale * scales[0] * biases[0], y, actual[0], 1e-9, $"seed {seed}", activation);
        }
    }

    [Theory]
    [InlineData(int.MaxValue, 127)]
    [InlineData(int.MinValue, -128)]
    [InlineData(0, 3)]
    public void Dead_channel_beyond_the_range_is_clamped(int bias, int expected)
    {
        Tensor weights = Make.Constant(new Shape(1, 1), 1e20f, 9, 9);
        FullyConnected step = new(Make.Int8(new Shape(1), 1), weights, Make.Bias(bias), Make.Int8(new Shape(1), 1e-20f, 3), false, FusedActivation.None);

        Assert.Equal([(sbyte)expected], Running.Run(step, new sbyte[] { 1 }));
    }

    private static FullyConnected Layer(int bias)
    {
        Tensor weights = Make.Constant(new Shape(1, Depth), 1, 0, [.. Enumerable.Repeat((sbyte)127, Depth)]);
        return new FullyConnected(
            Make.Int8(new Shape(1, Depth), 1, -128), weights, Make.Bias(bias), Make.Int8(new Shape(1, 1), 1 << 25, 0), false, FusedActivation.None);
    }

    /// <summary>y = multiplier · x.</summary>
    private static FullyConnected Gain(float multiplier)
    {
        return new FullyConnected(
            Make.Int8(new Shape(1), multiplier), Make.Constant(new Shape(1, 1), 1, 0, 1), null, Make.Int8(new Shape(1), 1), false, FusedActivation.None);
    }
}
