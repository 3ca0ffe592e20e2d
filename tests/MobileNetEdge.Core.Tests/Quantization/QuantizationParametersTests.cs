namespace MobileNetEdge.Core.Tests;

public sealed class QuantizationParametersTests
{
    [Fact]
    public void One_scale_is_per_tensor()
    {
        QuantizationParameters parameters = new(0.5f, -3);
        Assert.False(parameters.IsPerChannel);
        Assert.Equal((0.5f, -3), (parameters.Scale, parameters.ZeroPoint));
        Assert.Equal("scale 0.5, zero point -3", parameters.ToString());
    }

    [Fact]
    public void Several_scales_are_per_channel()
    {
        QuantizationParameters parameters = new([0.5f, 0.25f], [0, 0], axis: 3);
        Assert.True(parameters.IsPerChannel);
        Assert.Equal(3, parameters.Axis);
        Assert.Equal("2 scales 0.25 to 0.5", parameters.ToString());
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Scale_must_be_positive_and_finite(float scale)
    {
        Assert.False(QuantizationParameters.IsScale(scale));
        Assert.Throws<ArgumentException>(() => new QuantizationParameters(scale, 0));
    }

    [Fact]
    public void Smallest_scale_is_allowed() => Assert.True(QuantizationParameters.IsScale(float.Epsilon));

    [Fact]
    public void Counts_must_agree()
    {
        Assert.Throws<ArgumentException>(() => new QuantizationParameters([1f, 2f], [0], 0));
        Assert.Throws<ArgumentException>(() => new QuantizationParameters([], [], 0));
    }

    [Fact]
    public void Same_parameters_are_the_same_whatever_the_unused_axis()
    {
        QuantizationParameters one = new(0.5f, 1);
        Assert.True(one.SameAs(new([0.5f], [1], axis: 2)));
        Assert.False(one.SameAs(new(0.5f, 2)));
        Assert.False(one.SameAs(new(0.25f, 1)));
        Assert.False(new QuantizationParameters([1f, 2f], [0, 0], 0).SameAs(new([1f, 2f], [0, 0], 1)));
    }
}
