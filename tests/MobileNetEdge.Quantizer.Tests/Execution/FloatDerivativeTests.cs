namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Operators that only derivatives need.</summary>
public sealed class FloatDerivativeTests
{
    [Fact]
    public void Spread_puts_each_pixel_at_its_place()
    {
        Tensor input = FloatTensors.Activation("x", 2, 3, 2, 5);
        Tensor output = FloatTensors.Activation("y", 2, 6, 8, 5);
        using FloatExecutor executor = new(FloatTensors.Network(new Spread(input, output, new(1, 2), new(0, 3))));
        FloatTensors.Fill(new Random(1), executor.Input(), 1);
        executor.Run();
        float[] x = executor.Input().ToArray();
        float[] y = executor.Output().ToArray();

        for (int i = 0; i < y.Length; i++)
        {
            (int n, int row, int column, int channel) = (i / 240, i / 40 % 6, i / 5 % 8, i % 5);
            bool isPixel = row % 2 == 1 && column % 3 == 0 && column < 6;
            Assert.Equal(isPixel ? x[((n * 3 + row / 2) * 2 + column / 3) * 5 + channel] : 0, y[i]);
        }
    }

    [Fact]
    public void Spread_without_room_for_the_last_pixel_is_invalid()
    {
        Tensor input = FloatTensors.Activation("x", 1, 3, 3, 1);
        Tensor output = FloatTensors.Activation("y", 1, 5, 4, 1);

        Assert.Throws<InvalidModelException>(() => new FloatProgram(FloatTensors.Network(new Spread(input, output, new(0, 2), new(0, 2)))));
    }

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(-2.999f, -0.4996667f)]
    [InlineData(0, 0.5f)]
    [InlineData(2.25f, 1.25f)]
    [InlineData(3, 1)]
    [InlineData(9, 1)]
    public void Hard_swish_has_this_slope(float x, float slope)
    {
        Tensor input = FloatTensors.Activation("x", 1);
        using FloatExecutor executor = new(FloatTensors.Network(new HardSwishSlope(input, FloatTensors.Activation("y", 1))));
        executor.Input()[0] = x;
        executor.Run();

        Assert.Equal(slope, executor.Output()[0], 1e-6f);
    }

    [Fact]
    public void Within_is_one_between_its_bounds_only()
    {
        Tensor input = FloatTensors.Activation("x", 5);
        using FloatExecutor executor = new(FloatTensors.Network(new Within(input, FloatTensors.Activation("y", 5), 0, 6)));
        float[] x = [-1, 0, 0.5f, 6, 7];
        x.CopyTo(executor.Input());
        executor.Run();

        Assert.Equal([0, 0, 1, 0, 0], executor.Output().ToArray());
    }
}
