using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class StatisticsTests
{
    /// <summary>(b* - c*) / n* ± z sqrt(b* + c* - (b* - c*)² / n*) / n*, with b* = b + 1/2, c* = c + 1/2, n* = n + 2.</summary>
    [Theory]
    [InlineData(100, 8, 4, -4.00, -10.8078, 2.9647)]
    [InlineData(100, 0, 0, 0.00, -1.9215, 1.9215)]
    [InlineData(2000, 12, 8, -0.20, -0.6484, 0.2487)]
    [InlineData(10, 0, 10, 100.00, 56.6616, 100.00)]
    [InlineData(10, 10, 0, -100.00, -100.00, -56.6616)]
    public void Paired_difference_has_the_interval_of_Agresti_and_Min(int count, int onlyFirst, int onlySecond, double value, double lower, double upper)
    {
        PairedDifference difference = new(count, onlyFirst, onlySecond);

        Assert.Equal(value, difference.Value, 1e-9);
        Assert.Equal(lower, difference.Lower, 1e-3);
        Assert.Equal(upper, difference.Upper, 1e-3);
    }

    [Fact]
    public void Best_of_equals_is_the_first()
    {
        Assert.Equal(1, OutputValues.Best([1, 3, 3, 2]));
        Assert.Equal(0, OutputValues.Best([-1]));
    }

    [Fact]
    public void Value_that_is_no_number_ranks_last()
    {
        Assert.Equal(2, OutputValues.Best([double.NaN, -5, 4, double.NaN]));
        Assert.Equal(0, OutputValues.Best([double.NaN, double.NaN]));
        Assert.False(OutputValues.IsAmong(5, [double.NaN, 1], 0));
        Assert.True(OutputValues.IsAmong(1, [double.NaN, 1], 1));
    }

    [Fact]
    public void Rank_counts_the_better_and_the_equal_before()
    {
        double[] values = [5, 9, 5, 7, 5];

        Assert.Equal([3, 1, 4, 2, 5], Enumerable.Range(0, 5).Select(i => Enumerable.Range(1, 5).First(most => OutputValues.IsAmong(most, values, i))));
    }

    [Fact]
    public void Outputs_are_compared_by_angle_and_distance()
    {
        (double signal, double noise, double cosine) = OutputValues.Compare([3, 4], [4, 3]);

        Assert.Equal((25, 2), (signal, noise));
        Assert.Equal(24.0 / 25, cosine, 1e-15);
        Assert.Equal(1, OutputValues.Compare([0, 0], [0, 0]).Cosine);
        Assert.Equal(0, OutputValues.Compare([0, 0], [1, 0]).Cosine);
        Assert.Equal(-1, OutputValues.Compare([1, 0], [-2, 0]).Cosine);
    }

    [Fact]
    public void Sums_give_the_figures_of_a_small_set()
    {
        ComparisonSums sums = new();
        sums.Add("0", new() { Agrees = true, Float = new(true, true), Quantized = new(true, true), Signal = 60, Noise = 1, Cosine = 1 });
        sums.Add("1", new() { Agrees = false, Float = new(true, true), Quantized = new(false, true), Signal = 30, Noise = 0, Cosine = 0.5 });
        sums.Add("2", new() { Error = new IOException("broken") });
        sums.Add("3", new() { Agrees = false, Float = new(false, false), Quantized = new(false, true), Signal = 10, Noise = 0, Cosine = 0 });
        sums.Add("4", new() { Agrees = true, Signal = 0, Noise = 0, Cosine = 1 });
        ComparisonResult result = sums.ToResult(labelOffset: 0, threads: 1, TimeSpan.FromSeconds(2), hasTop5: true, isComparable: true);

        Assert.Equal((4, 3), (result.Pictures, result.Labelled));
        Assert.Equal("2", Assert.Single(result.Broken).Name);
        Assert.Equal(new AccuracyPair(200.0 / 3, 100.0 / 3), result.Top1);
        Assert.Equal(new AccuracyPair(200.0 / 3, 100), result.Top5);
        Assert.Equal(new PairedDifference(3, 1, 0), result.Top1Difference);
        Assert.Equal(50, result.Agreement);
        Assert.Equal(0.625, result.MeanCosine);
        Assert.Equal(20, result.SignalToNoise!.Value, 1e-12);
        Assert.Equal(2.5, result.PicturesPerSecond);
        Assert.Null(result.Note);
    }

    [Fact]
    public void Set_without_whole_pictures_has_no_figures()
    {
        ComparisonSums sums = new();
        sums.Add("0", new() { Error = new IOException("broken") });
        ComparisonResult result = sums.ToResult(labelOffset: 0, threads: 1, TimeSpan.Zero, hasTop5: true, isComparable: true);

        Assert.Equal((0, 0), (result.Pictures, result.Labelled));
        Assert.Null(result.Top1);
        Assert.Null(result.Top5);
        Assert.Null(result.Top1Difference);
        Assert.Null(result.Agreement);
        Assert.Null(result.MeanCosine);
        Assert.Null(result.SignalToNoise);
        Assert.Equal(0, result.PicturesPerSecond);
    }
}
