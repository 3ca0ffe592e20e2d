namespace MobileNetEdge.Core.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Shape_counts_its_elements()
    {
        Shape shape = new(1, 224, 224, 3);
        Assert.Equal((4, 150528), (shape.Rank, shape.ElementCount));
        Assert.Equal((1, 3), (shape[0], shape[^1]));
        Assert.Equal("1×224×224×3", shape.ToString());
    }

    [Fact]
    public void Scalar_has_one_element()
    {
        Assert.Equal((0, 1), (Shape.Scalar.Rank, Shape.Scalar.ElementCount));
        Assert.Equal("scalar", Shape.Scalar.ToString());
    }

    [Fact]
    public void Equality_is_by_extents()
    {
        Assert.Equal(new Shape(2, 3), new Shape(2, 3));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.NotEqual(new Shape(2, 3), new Shape(3, 2));
        Assert.NotEqual(new Shape(2), new Shape(2, 1));
        Assert.False(Shape.Scalar.Equals(null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, -1)]
    [InlineData(1, 1, 1, 1, 1, 1, 1, 1, 1)]
    [InlineData(1 << 16, 1 << 15)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Extents_that_break_the_invariants_are_refused(params int[] extents)
    {
        Assert.False(Shape.TryCountElements(extents, out int count));
        Assert.Equal(0, count);
        Assert.Throws<ArgumentException>(() => new Shape(extents));
    }

    [Fact]
    public void Largest_count_is_allowed()
    {
        Assert.Equal(int.MaxValue, new Shape(int.MaxValue).ElementCount);
        Assert.Equal(int.MaxValue - 1, new Shape((1 << 30) - 1, 2, 1).ElementCount);
    }
}
