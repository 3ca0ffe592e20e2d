using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class DetailTests
{
    [Fact]
    public void Tally_counts_classes_confusions_and_flips()
    {
        DetailTally tally = new();
        tally.Add(0, 1, Outcome(floatClass: 1, quantizedClass: 1, label: 1));
        tally.Add(1, 1, Outcome(floatClass: 1, quantizedClass: 2, label: 1));
        tally.Add(2, 0, Outcome(floatClass: 2, quantizedClass: 0, label: 0));
        tally.Add(3, 0, Outcome(floatClass: 2, quantizedClass: 1, label: 0));
        tally.Add(4, null, Outcome(floatClass: 2, quantizedClass: 1, label: null));
        tally.Add(5, 0, new PictureOutcome { Error = new IOException("broken") });
        ComparisonDetails details = tally.ToDetails();

        Assert.Equal([new ClassAccuracy(0, 2, 0, 1), new ClassAccuracy(1, 2, 2, 1)], details.Classes);
        Assert.Equal([new Confusion(1, 2, 0, 1), new Confusion(0, 1, 0, 1)], details.Confusions.OrderByDescending(pair => pair.Label));
        Assert.Equal([1, 1, 2], details.FlipCounts);
        Assert.Equal([1, 2, 3, 4], details.Flips.Select(flip => flip.Index));
        Assert.Equal([FlipKind.Lost, FlipKind.Gained, FlipKind.Other, FlipKind.Other], details.Flips.Select(flip => flip.Kind));
        Assert.Equal((2, 2), details.Top1Right);
    }

    [Fact]
    public void Flips_keep_the_most_severe_and_count_all()
    {
        const int Seed = 5;
        Random random = new(Seed);
        Flip[] flips = [.. Enumerable.Range(0, 500).Select(i =>
            new Flip(i, FlipKind.Lost, 0, new NetworkAnswer(0, 1, random.Next(50)), new NetworkAnswer(1, 1, 0)))];
        FlipCollection collection = new();
        foreach (Flip flip in flips)
        {
            collection.Add(flip);
        }

        Assert.Equal([500, 0, 0], collection.Counts);
        Assert.Equal(flips.OrderByDescending(flip => flip.Severity).ThenBy(flip => flip.Index).Take(24), collection.ToImmutable());
    }

    [Fact]
    public void Percentiles_are_right_to_one_percent()
    {
        LatencyHistogram histogram = new();
        foreach (int i in Enumerable.Range(1, 1000))
        {
            histogram.Add(TimeSpan.FromMicroseconds(i * 10));
        }

        Latency latency = histogram.ToLatency();
        Assert.InRange(latency.Low.TotalMicroseconds, 990, 1010);
        Assert.InRange(latency.Median.TotalMicroseconds, 4950, 5050);
        Assert.InRange(latency.High.TotalMicroseconds, 8910, 9090);
        Assert.Equal(default, new LatencyHistogram().ToLatency());
    }

    [Fact]
    public void Latency_beyond_all_bounds_is_counted()
    {
        LatencyHistogram histogram = new();
        histogram.Add(TimeSpan.MaxValue);
        histogram.Add(-TimeSpan.MaxValue);

        Assert.True(histogram.ToLatency().High > TimeSpan.FromMinutes(30));
    }

    /// <summary>The examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.</summary>
    [Theory]
    [InlineData(263, 81, 25.53, 36.62)]
    [InlineData(148, 15, 6.24, 16.05)]
    [InlineData(20, 0, 0, 16.11)]
    [InlineData(29, 1, 0.61, 17.18)]
    public void Interval_of_a_share_is_Wilsons(int count, int successes, double lower, double upper)
    {
        WilsonInterval interval = new(count, successes);

        Assert.Equal(lower, interval.Lower, 0.006);
        Assert.Equal(upper, interval.Upper, 0.006);
    }

    [Fact]
    public void Answer_has_the_softmax_of_logits()
    {
        NetworkAnswer answer = OutputValues.Answer([0, Math.Log(6), Math.Log(3)], isProbability: false);

        Assert.Equal(1, answer.Class);
        Assert.Equal(0.6, answer.Confidence, 1e-12);
        Assert.Equal(0.3, answer.Margin, 1e-12);
        Assert.Equal(new NetworkAnswer(0, 0.75, 0.5), OutputValues.Answer([0.75, 0.25], isProbability: true));
        Assert.Equal(new NetworkAnswer(0, 1, 1), OutputValues.Answer([7], isProbability: false));
    }

    [Fact]
    public void Answer_of_what_is_no_number_is_finite()
    {
        foreach (double value in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            NetworkAnswer answer = OutputValues.Answer([value, value], isProbability: false);
            Assert.True(double.IsFinite(answer.Confidence) && double.IsFinite(answer.Margin));
        }
    }

    private static PictureOutcome Outcome(int floatClass, int quantizedClass, int? label) => new()
    {
        Agrees = floatClass == quantizedClass,
        FloatAnswer = new NetworkAnswer(floatClass, 1, 0.5),
        QuantizedAnswer = new NetworkAnswer(quantizedClass, 1, 0.5),
        Float = label is null ? null : new Hit(floatClass == label, true),
        Quantized = label is null ? null : new Hit(quantizedClass == label, true),
    };
}
