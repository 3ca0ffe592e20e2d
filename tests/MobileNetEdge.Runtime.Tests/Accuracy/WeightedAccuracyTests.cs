namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>
/// Contract: a convolution's result is the real value rounded, or off by one only within 2^-24 / M steps of a tie (numerics.md, "The one
/// requantization rule"), which is at most 1/64 step here.
/// </summary>
public sealed class WeightedAccuracyTests
{
    private const int Cases = 60;

    [Fact]
    public void Convolution_is_the_rounded_real_value() => Check(WeightedCase.Conv);

    [Fact]
    public void Depthwise_convolution_is_the_rounded_real_value() => Check(WeightedCase.Depthwise);

    [Fact]
    public void Fully_connected_layer_is_the_rounded_real_value() => Check(WeightedCase.FullyConnected);

    private static void Check(Func<Random, WeightedCase> create)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Check(create(new Random(seed)), seed);
        }
    }

    private static void Check(WeightedCase @case, int seed)
    {
        sbyte[] actual = Running.Run(@case.Step, @case.InputValues);
        Shape shape = @case.Output.Shape;
        Shape nhwc = shape.Rank == 4 ? shape : new Shape(shape[0], 1, 1, shape[1]);
        int index = 0;
        for (int n = 0; n < nhwc[0]; n++)
        {
            for (int y = 0; y < nhwc[1]; y++)
            {
                for (int x = 0; x < nhwc[2]; x++)
                {
                    for (int channel = 0; channel < nhwc[3]; channel++)
                    {
                        double multiplier = @case.Input.Quantization!.Scale * @case.WeightScale(channel) / @case.Output.Quantization!.Scale;
                        double tolerance = Math.ScaleB(1, -24) / multiplier + 1e-6;
                        Assert.True(tolerance < 1.0 / 64, $"seed {seed}: the case is outside of the contract");
                        Real.AssertRounded(
                            @case.Exact(n, y, x, channel), @case.Output, actual[index++], tolerance,
                            $"seed {seed}, {@case.Step}, element {n},{y},{x},{channel}", @case.Activation);
                    }
                }
            }
        }

        Assert.Equal(actual.Length, index);
    }
}
