namespace MobileNetEdge.Imaging.Tests;

public sealed class NormalizationTests
{
    public static TheoryData<float, int, ElementType, string> Inputs => new()
    {
        { 1 / 127.5f, -1, ElementType.Int8, "MinusOneToOne" },
        { 0.0078125f, 0, ElementType.Int8, "MinusOneToOne" },
        { 0.0078125f, 128, ElementType.UInt8, "MinusOneToOne" },
        { 1 / 255f, -128, ElementType.Int8, "ZeroToOne" },
        { 1 / 255f, 0, ElementType.UInt8, "ZeroToOne" },
        { 1f, -128, ElementType.Int8, "Raw" },
        { 1f, 0, ElementType.UInt8, "Raw" },
        { 0.018658448f, -14, ElementType.Int8, "ImageNet" },
        { 0.0187f, 114, ElementType.UInt8, "ImageNet" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Guess_finds_the_usual_normalisation(float scale, int zeroPoint, ElementType type, string expected)
    {
        Dictionary<string, Normalization> usual = new()
        {
            ["MinusOneToOne"] = Normalization.MinusOneToOne,
            ["ZeroToOne"] = Normalization.ZeroToOne,
            ["Raw"] = Normalization.Raw,
            ["ImageNet"] = Normalization.ImageNet,
        };
        Assert.Equal(usual[expected], Normalization.Guess(new(scale, zeroPoint), type));
    }

    [Fact]
    public void Guess_refuses_types_without_a_range()
    {
        Assert.Throws<ArgumentException>(() => Normalization.Guess(new(1, 0), ElementType.Float32));
    }

    [Fact]
    public void Ranges_are_those_of_the_field()
    {
        Assert.Equal((-1.0, 1.0), (Normalization.MinusOneToOne.Lowest, Normalization.MinusOneToOne.Highest));
        Assert.Equal((0.0, 1.0), (Normalization.ZeroToOne.Lowest, Normalization.ZeroToOne.Highest));
        Assert.Equal((0.0, 255.0), (Normalization.Raw.Lowest, Normalization.Raw.Highest));
        Assert.Equal(-2.1179, Normalization.ImageNet.Lowest, 4);
        Assert.Equal(2.64, Normalization.ImageNet.Highest, 4);
    }

    [Fact]
    public void Numbers_that_cannot_normalise_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Normalization(0, 0));
        Assert.Throws<ArgumentException>(() => new Normalization(0, -1));
        Assert.Throws<ArgumentException>(() => new Normalization(double.NaN, 1));
        Assert.Throws<ArgumentException>(() => new Normalization(0, double.PositiveInfinity));
    }

    [Fact]
    public void Equal_numbers_are_equal_normalisations()
    {
        Assert.Equal(Normalization.MinusOneToOne, new(127.5, 127.5));
        Assert.NotEqual(Normalization.MinusOneToOne, new(127.5, 128));
    }
}
