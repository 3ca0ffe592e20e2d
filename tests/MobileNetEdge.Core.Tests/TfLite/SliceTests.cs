namespace MobileNetEdge.Core.Tests;

/// <summary>SLICE, and STRIDED_SLICE where every stride is 1.</summary>
public sealed class SliceTests
{
    private const int SliceCode = 65;
    private const byte SliceOptions = 48;
    private const int StridedCode = 45;
    private const byte StridedOptions = 32;

    [Theory]
    [InlineData(new[] { 0, 1, 0, 3 }, new[] { 1, 2, 4, 2 })]
    [InlineData(new[] { 0, 2, 0, 3 }, new[] { -1, -1, 4, 2 })]
    public void Slice_has_its_beginning(int[] begin, int[] sizes)
    {
        TinyModel model = TinyModel.Of(SliceCode, [1, 4, 4, 6], [1, 2, 4, 2], SliceOptions, new FlatNode(), begin, sizes);
        Slice read = Assert.IsType<Slice>(model.Read().Operators[0]);
        Assert.Equal(begin, read.Begin);
        Assert.Equal("SLICE", read.Name);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 0, 3 }, new[] { 1, 2, 4, 3 })]
    [InlineData(new[] { 0, 3, 0, 3 }, new[] { 1, 2, 4, 2 })]
    [InlineData(new[] { 0, -1, 0, 3 }, new[] { 1, 2, 4, 2 })]
    [InlineData(new[] { 0, int.MaxValue, 0, 3 }, new[] { 1, 2, 4, 2 })]
    [InlineData(new[] { 0, 1, 0 }, new[] { 1, 2, 4 })]
    public void Slice_that_is_not_its_output_is_invalid(int[] begin, int[] sizes)
    {
        TinyModel model = TinyModel.Of(SliceCode, [1, 4, 4, 6], [1, 2, 4, 2], SliceOptions, new FlatNode(), begin, sizes);
        Refusal.Invalid(model, "expected 1×2×4×2 elements inside 1×4×4×6");
    }

    [Fact]
    public void Written_slice_is_read_again()
    {
        TinyModel model = TinyModel.Of(SliceCode, [1, 4, 4, 6], [1, 2, 4, 2], SliceOptions, new FlatNode(), [0, 1, 0, 3], [1, 2, 4, 2]);
        Slice read = Assert.IsType<Slice>(Model.Read(model.Read().ToFile()).Operators[0]);
        Assert.Equal([0, 1, 0, 3], read.Begin);
        Assert.Equal(new Shape(1, 2, 4, 2), read.Output.Shape);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 0, 3 }, new[] { 1, 3, 4, 5 }, 0, 0, new[] { 0, 1, 0, 3 })]
    [InlineData(new[] { 0, -3, 0, -3 }, new[] { 1, -1, 99, -1 }, 0, 0, new[] { 0, 1, 0, 3 })]
    [InlineData(new[] { 7, 2, 7, 4 }, new[] { 0, 0, 0, 0 }, 0b0101, 0b1111, new[] { 0, 2, 0, 4 })]
    public void Strided_slice_of_strides_1_is_a_slice(int[] begin, int[] end, int beginMask, int endMask, int[] expected)
    {
        FlatNode options = new FlatNode().Set(0, beginMask).Set(1, endMask);
        TinyModel model = TinyModel.Of(StridedCode, [1, 4, 4, 6], [1, 2, 4, 2], StridedOptions, options, begin, end, [1, 1, 1, 1]);
        Assert.Equal(expected, Assert.IsType<Slice>(model.Read().Operators[0]).Begin);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    public void Strided_slice_that_changes_the_rank_is_listed_alone(int slot, int mask)
    {
        FlatNode options = new FlatNode().Set(slot, mask);
        TinyModel model = TinyModel.Of(StridedCode, [1, 4], [1, 2], StridedOptions, options, [0, 0], [1, 2], [1, 1]);
        Assert.Contains("dimensions", Assert.IsType<UnknownOperator>(model.Read().Operators[0]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Strided_slice_with_strides_is_listed_alone()
    {
        TinyModel model = TinyModel.Of(StridedCode, [1, 4], [1, 2], StridedOptions, new FlatNode(), [0, 0], [1, 4], [1, 2]);
        Assert.Contains("strides [1, 2]", Assert.IsType<UnknownOperator>(model.Read().Operators[0]).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0, 0 }, new[] { 1, 3 })]
    [InlineData(new[] { 0, 3 }, new[] { 1, 1 })]
    [InlineData(new[] { 0 }, new[] { 1 })]
    public void Strided_slice_that_is_not_its_output_is_invalid(int[] begin, int[] end)
    {
        TinyModel model = TinyModel.Of(StridedCode, [1, 4], [1, 2], StridedOptions, new FlatNode(), begin, end, [1, 1]);
        Refusal.Invalid(model, "expected 1×2 elements inside 1×4");
    }
}
