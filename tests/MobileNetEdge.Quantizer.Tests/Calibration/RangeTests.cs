namespace MobileNetEdge.Quantizer.Tests.Calibration;

public sealed class RangeTests
{
    private const int Seed = 41;

    [Theory]
    [InlineData(-1f, 3f)]
    [InlineData(0f, 6f)]
    [InlineData(2f, 3f)]
    [InlineData(-3f, -2f)]
    public void Int8_form_holds_zero_exactly_and_both_ends_within_half_a_step(float min, float max)
    {
        QuantizationParameters parameters = new ValueRange(min, max).ToInt8();
        double Real(int q) => (double)parameters.Scale * (q - parameters.ZeroPoint);

        Assert.InRange(parameters.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        Assert.InRange(Real(sbyte.MinValue), Math.Min(min, 0) - parameters.Scale, Math.Min(min, 0) + parameters.Scale * 0.51);
        Assert.InRange(Real(sbyte.MaxValue), Math.Max(max, 0) - parameters.Scale * 0.51, Math.Max(max, 0) + parameters.Scale);
    }

    [Fact]
    public void Range_of_zero_width_has_a_scale_all_the_same()
    {
        Assert.True(QuantizationParameters.IsScale(new ValueRange(0, 0).ToInt8().Scale));
        Assert.Equal(5f / 255, new ValueRange(5, 5).ToInt8().Scale);
    }

    [Fact]
    public void Histogram_counts_zeros_apart_and_adds_up_in_any_order()
    {
        Histogram first = new(new ValueRange(-1, 1));
        Histogram second = new(new ValueRange(-1, 1));
        first.Add([0f, 0f, -1f, 1f]);
        second.Add([0.5f, 0f, 2f]);
        Histogram sum = new(new ValueRange(-1, 1));
        sum.Add(second);
        sum.Add(first);

        Assert.Equal((3, 4), (sum.Zeros, sum.NonZeros));
        Assert.Equal(1, sum.Bins[0]);
        Assert.Equal(2, sum.Bins[^1]);
        Assert.Equal(1, sum.Bins[Histogram.BinCount * 3 / 4]);
    }

    [Fact]
    public void Percentile_leaves_out_the_outermost_share_of_each_end()
    {
        Histogram histogram = Of([.. Enumerable.Range(0, 10_000).Select(i => -1 + 2f * i / 9_999)]);
        ValueRange range = RangeSelector.Select(RangeMethod.Percentile, histogram, 0.9);

        Assert.InRange(range.Min, -0.902f, -0.897f);
        Assert.InRange(range.Max, 0.897f, 0.902f);
    }

    [Theory]
    [InlineData(RangeMethod.MeanSquaredError)]
    [InlineData(RangeMethod.KullbackLeibler)]
    [InlineData(RangeMethod.Percentile)]
    public void Outliers_are_clipped_where_that_lessens_the_error(RangeMethod method)
    {
        float[] values = HeavyTailed(200_000);
        Histogram histogram = Of(values);
        ValueRange chosen = RangeSelector.Select(method, histogram, 0.9999);
        double all = SquaredError(values, histogram.Range);

        Assert.True(chosen.Max < histogram.Range.Max, $"{method} kept {chosen} of {histogram.Range}, seed {Seed}");
        if (method == RangeMethod.MeanSquaredError)
        {
            Assert.True(SquaredError(values, chosen) < all, $"seed {Seed}");
        }
    }

    [Fact]
    public void Least_squared_error_is_found_on_the_real_values_too()
    {
        float[] values = HeavyTailed(100_000);
        Histogram histogram = Of(values);
        double chosen = SquaredError(values, RangeSelector.Select(RangeMethod.MeanSquaredError, histogram, 0));
        for (double kept = 1; kept > 0.02; kept *= 0.9)
        {
            ValueRange candidate = new((float)(histogram.Range.Min * kept), (float)(histogram.Range.Max * kept));
            Assert.True(chosen <= 1.1 * SquaredError(values, candidate), $"keeping {kept:g3} is better, seed {Seed}");
        }
    }

    [Fact]
    public void Constant_activation_keeps_its_value()
    {
        Histogram histogram = Of([3f, 3f, 3f]);
        Assert.All(Enum.GetValues<RangeMethod>(), method => Assert.Equal(new ValueRange(3, 3), RangeSelector.Select(method, histogram, 0.99)));
    }

    private static Histogram Of(float[] values)
    {
        Histogram histogram = new(new ValueRange(values.Min(), values.Max()));
        histogram.Add(values);
        return histogram;
    }

    /// <summary>Mostly within ±3, a few up to ±100.</summary>
    private static float[] HeavyTailed(int count)
    {
        Random random = new(Seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double sum = Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5);
            return (float)(i % 20_000 == 0 ? 60 * sum : 1.5 * sum);
        })];
    }

    private static double SquaredError(float[] values, ValueRange range)
    {
        QuantizationParameters parameters = range.ToInt8();
        return values.Sum(value =>
        {
            double steps = Math.Clamp(Math.Round(value / parameters.Scale) + parameters.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
            double error = parameters.Scale * (steps - parameters.ZeroPoint) - value;
            return error * error;
        });
    }
}
