using System.Numerics;

namespace MobileNetEdge.Core.Tests.Quantization;

/// <summary>numerics.md, equations (6) and (7).</summary>
public sealed class FixedPointMultiplierTests
{
    private const long One = 1L << 31;

    [Theory]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(0.25, 1 << 29, 0)]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(1.5, 3 << 29, 1)]
    [InlineData(2.0, 1 << 30, 2)]
    [InlineData(1000.0, 1000 << 21, 10)]
    public void Real_factor_becomes_the_multiplier_with_the_least_shift(double real, int multiplier, int leftShift)
    {
        FixedPointMultiplier actual = FixedPointMultiplier.FromReal(real);

        Assert.Equal((multiplier, leftShift), (actual.Multiplier, actual.LeftShift));
        Assert.Equal(real, actual.Real);
    }

    [Fact]
    public void Factor_just_below_a_power_of_two_that_rounds_up_takes_one_more_shift()
    {
        FixedPointMultiplier below = FixedPointMultiplier.FromReal(Math.BitDecrement(1.0));
        FixedPointMultiplier largest = FixedPointMultiplier.FromReal((One - 1) / (double)One);
        FixedPointMultiplier tie = FixedPointMultiplier.FromReal((One - 0.5) / One);
        FixedPointMultiplier belowFour = FixedPointMultiplier.FromReal(Math.BitDecrement(4.0));

        Assert.Equal((1 << 30, 1), (below.Multiplier, below.LeftShift));
        Assert.Equal((int.MaxValue, 0), (largest.Multiplier, largest.LeftShift));
        Assert.Equal((1 << 30, 1), (tie.Multiplier, tie.LeftShift));
        Assert.Equal((1 << 30, 3), (belowFour.Multiplier, belowFour.LeftShift));
    }

    [Fact]
    public void Tiny_factor_rounds_to_the_nearest_step_or_to_zero()
    {
        Assert.Equal(1, FixedPointMultiplier.FromReal(Math.ScaleB(1, -31)).Multiplier);
        Assert.Equal(1, FixedPointMultiplier.FromReal(Math.ScaleB(1, -32)).Multiplier);
        Assert.Equal(0, FixedPointMultiplier.FromReal(Math.BitDecrement(Math.ScaleB(1, -32))).Multiplier);
        Assert.Equal(0, FixedPointMultiplier.FromReal(double.Epsilon).Multiplier);
        Assert.Equal(0, FixedPointMultiplier.FromReal(double.Epsilon).Apply(int.MinValue));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2147483648.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Factor_outside_of_the_range_is_refused(double real)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointMultiplier.FromReal(real));
    }

    [Fact]
    public void Largest_factor_is_accepted()
    {
        FixedPointMultiplier actual = FixedPointMultiplier.FromReal(Math.BitDecrement(2147483648.0));

        Assert.Equal((1 << 30, 32), (actual.Multiplier, actual.LeftShift));
        Assert.False(actual.Fits(0), "a shift by 32 is none that 32-bit arithmetic has");
        Assert.False(actual.Fits(1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, 0)]
    [InlineData(3, 2)]
    [InlineData(-3, -1)]
    [InlineData(5, 3)]
    [InlineData(-5, -2)]
    [InlineData(int.MaxValue, 1 << 30)]
    [InlineData(int.MinValue, -1 << 30)]
    public void Halves_are_rounded_up(int accumulator, int expected)
    {
        Assert.Equal(expected, FixedPointMultiplier.FromReal(0.5).Apply(accumulator));
    }

    [Fact]
    public void Apply_is_the_equation_in_exact_arithmetic()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            Random random = new(seed);
            FixedPointMultiplier multiplier = FixedPointMultiplier.FromReal(Math.ScaleB(0.5 + random.NextDouble() / 2, random.Next(-33, 20)));
            int limit = int.MaxValue >> multiplier.LeftShift;
            int accumulator = (int)random.NextInt64(-limit, limit + 1L);
            Assert.True(multiplier.Fits(Math.Abs((long)accumulator)), $"seed {seed}");

            BigInteger exact = ((new BigInteger(accumulator) << multiplier.LeftShift) * multiplier.Multiplier + (1 << 30)) >> 31;

            Assert.True(exact == multiplier.Apply(accumulator), $"seed {seed}: {accumulator} times {multiplier}");
        }
    }

    /// <summary>Apart from the rounding of the result, the rule is off by at most |a| 2^(l-32).</summary>
    [Fact]
    public void Apply_is_the_rounded_real_product_within_the_derived_bound()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            Random random = new(seed);
            double real = Math.ScaleB(0.5 + random.NextDouble() / 2, random.Next(-20, 12));
            FixedPointMultiplier multiplier = FixedPointMultiplier.FromReal(real);
            int limit = int.MaxValue >> multiplier.LeftShift;
            int accumulator = (int)random.NextInt64(-limit, limit + 1L);

            double error = Math.Abs(multiplier.Apply(accumulator) - accumulator * real);

            double bound = 0.5 + Math.ScaleB(Math.Abs((double)accumulator), multiplier.LeftShift - 32) + 1e-6;
            Assert.True(error <= bound, $"seed {seed}: {accumulator} times {real} is off by {error}");
        }
    }

    [Theory]
    [InlineData(0.75, int.MaxValue, true)]
    [InlineData(0.75, (long)int.MaxValue + 1, false)]
    [InlineData(1.5, int.MaxValue / 2, true)]
    [InlineData(1.5, int.MaxValue / 2 + 1, false)]
    [InlineData(1e9, 1, true)]
    [InlineData(1e9, 2, false)]
    public void Fits_says_whether_the_shifted_accumulator_stays_in_32_bits(double real, long magnitude, bool expected)
    {
        Assert.Equal(expected, FixedPointMultiplier.FromReal(real).Fits(magnitude));
    }
}
