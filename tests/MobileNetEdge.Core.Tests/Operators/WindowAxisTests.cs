namespace MobileNetEdge.Core.Tests;

/// <summary>TensorFlow's rules for windows: SAME has ceil(input / stride) outputs, VALID ceil((input - span + 1) / stride).</summary>
public sealed class WindowAxisTests
{
    [Theory]
    [InlineData(224, 3, 2, 1, 112, 0)]
    [InlineData(225, 3, 2, 1, 113, 1)]
    [InlineData(112, 3, 1, 1, 112, 1)]
    [InlineData(7, 5, 1, 1, 7, 2)]
    [InlineData(8, 2, 1, 1, 8, 0)]
    [InlineData(5, 1, 3, 1, 2, 0)]
    [InlineData(10, 3, 1, 4, 10, 4)]
    [InlineData(1, 3, 2, 1, 1, 1)]
    public void Same_has_an_output_for_each_stride(int input, int taps, int stride, int dilation, int output, int before)
    {
        WindowAxis axis = new(stride, dilation);
        Assert.Equal(output, axis.OutputExtent(input, taps, Padding.Same));
        Assert.Equal(before, axis.PaddingBefore(input, taps, output, Padding.Same));
    }

    [Theory]
    [InlineData(7, 7, 1, 1, 1)]
    [InlineData(7, 3, 2, 1, 3)]
    [InlineData(8, 3, 2, 1, 3)]
    [InlineData(9, 3, 1, 4, 1)]
    [InlineData(10, 3, 1, 4, 2)]
    [InlineData(5, 1, 3, 1, 2)]
    public void Valid_keeps_the_window_inside(int input, int taps, int stride, int dilation, int output)
    {
        WindowAxis axis = new(stride, dilation);
        Assert.Equal(output, axis.OutputExtent(input, taps, Padding.Valid));
        Assert.Equal(0, axis.PaddingBefore(input, taps, output, Padding.Valid));
        Assert.True(((output - 1) * stride) + axis.Span(taps) <= input);
    }

    [Theory]
    [InlineData(2, 3, 1, 1)]
    [InlineData(1, 7, 2, 1)]
    [InlineData(8, 3, 1, 4)]
    [InlineData(1, int.MaxValue, 1, int.MaxValue)]
    public void Window_that_does_not_fit_has_no_output(int input, int taps, int stride, int dilation)
    {
        Assert.True(new WindowAxis(stride, dilation).OutputExtent(input, taps, Padding.Valid) <= 0);
    }

    [Fact]
    public void Extremes_do_not_overflow()
    {
        WindowAxis axis = new(int.MaxValue, int.MaxValue);
        Assert.Equal(((long)int.MaxValue - 1) * int.MaxValue + 1, axis.Span(int.MaxValue));
        Assert.Equal(1, axis.OutputExtent(int.MaxValue, int.MaxValue, Padding.Same));
        Assert.True(axis.PaddingBefore(1, int.MaxValue, 1, Padding.Same) > int.MaxValue);
    }
}
