namespace MobileNetEdge.Quantizer.Tests.Calibration;

/// <summary>The least and the largest value of each channel, 0 among them.</summary>
public sealed class ChannelExtremesTests
{
    private const int Seed = 53;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(19)]
    [InlineData(64)]
    public void Extremes_of_passes_together_are_those_of_all_values(int channels)
    {
        Random random = new(Seed);
        Tensor tensor = new("x", ElementType.Float32, new Shape(1, 5, channels));
        float[][] inputs = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 5 * channels).Select(_ => random.NextSingle() * 3 - 1).ToArray())];
        (ChannelExtremesPass first, ChannelExtremesPass second) = (Seen(tensor, inputs[..2]), Seen(tensor, inputs[2..]));
        first.Add(second);
        ChannelExtremes extremes = first.Extremes[tensor];
        for (int c = 0; c < channels; c++)
        {
            float[] values = [0, .. inputs.SelectMany(input => input.Where((_, i) => i % channels == c))];
            Assert.True((values.Min(), values.Max()) == (extremes.Lowest[c], extremes.Highest[c]), $"channel {c} of {channels}, seed {Seed}");
            Assert.Equal(values.Max(Math.Abs), extremes.Magnitudes[c]);
        }
    }

    [Fact]
    public void Channel_on_one_side_of_0_reaches_to_0()
    {
        ChannelExtremes extremes = Seen(new("x", ElementType.Float32, new Shape(2, 2)), [2, -1, 5, -4]).Extremes.Values.Single();

        Assert.Equal([0f, -4f], extremes.Lowest);
        Assert.Equal([5f, 0f], extremes.Highest);
    }

    private static ChannelExtremesPass Seen(Tensor tensor, params float[][] inputs)
    {
        ChannelExtremesPass pass = new();
        foreach (float[] input in inputs)
        {
            pass.Observe(tensor, input);
        }

        return pass;
    }
}
