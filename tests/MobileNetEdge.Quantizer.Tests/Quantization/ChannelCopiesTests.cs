namespace MobileNetEdge.Quantizer.Tests.Quantization;

public sealed class ChannelCopiesTests
{
    private static readonly ChannelCopies Copies = new([0, 1, 2, 1, 1, 2]);

    [Fact]
    public void Shares_of_a_channels_copies_add_up_to_one()
    {
        double third = 1.0 / 3;
        Assert.Equal([1, third, 0.5, third, third, 0.5], Enumerable.Range(0, Copies.Count).Select(Copies.ShareOf));
    }

    [Fact]
    public void Copies_are_shifted_evenly_around_nothing()
    {
        Assert.Equal([0, -1.0 / 3, -0.25, 0, 1.0 / 3, 0.25], Enumerable.Range(0, Copies.Count).Select(Copies.ShiftOf), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Mean_of_rounded_copies_lies_on_a_finer_grid(int count)
    {
        ChannelCopies copies = new([.. Enumerable.Repeat(0, count)]);
        Random random = new(count);
        for (int i = 0; i < 1000; i++)
        {
            double value = (20 * random.NextDouble()) - 10;
            double mean = Enumerable.Range(0, count).Average(copy => Math.Round(value + copies.ShiftOf(copy), MidpointRounding.AwayFromZero));
            Assert.InRange(mean - value, -0.5 / count - 1e-9, 0.5 / count + 1e-9);
        }
    }

    [Fact]
    public void Averages_are_taken_over_the_copies_of_one_channel()
    {
        Assert.Equal([5, 2, 7, 2, 2, 7], Copies.Averaged([5, 1, 6, 2, 3, 8]), (a, b) => Math.Abs(a - b) < 1e-12);
    }
}
