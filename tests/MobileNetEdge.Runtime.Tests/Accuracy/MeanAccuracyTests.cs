namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>Contract: the mean of the reals, rounded; off by at most |sum| 2^(l-32) steps, equations (7) and (17).</summary>
public sealed class MeanAccuracyTests
{
    private const int Cases = 60;
    private const double Tolerance = 1e-3;

    [Fact]
    public void Average_pool_is_the_rounded_mean_of_elements_inside_the_input()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            CheckPool(PoolFunction.Average, seed);
        }
    }

    [Fact]
    public void Max_pool_is_the_largest_element_inside_the_input()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            CheckPool(PoolFunction.Max, seed);
        }
    }

    [Fact]
    public void Mean_is_the_rounded_mean()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            CheckMean(seed);
        }
    }

    private static void CheckPool(PoolFunction function, int seed)
    {
        Random random = new(seed);
        Shape shape = new(random.Next(1, 3), random.Next(4, 9), random.Next(4, 9), random.Next(1, 6));
        Padding padding = (Padding)random.Next(2);
        (int windowHeight, int windowWidth, int strideHeight, int strideWidth) = (random.Next(1, 5), random.Next(1, 5), random.Next(1, 4), random.Next(1, 4));
        (int rows, int top) = Extent(shape[1], windowHeight, strideHeight, padding);
        (int columns, int left) = Extent(shape[2], windowWidth, strideWidth, padding);
        Tensor input = Make.Int8(shape, 0.25f, random.Next(-128, 128));
        Tensor output = Make.Int8(new Shape(shape[0], rows, columns, shape[3]), function == PoolFunction.Max ? 0.25f : 0.2f + random.NextSingle() / 10, random.Next(-128, 128));
        FusedActivation activation = (FusedActivation)random.Next(4);
        sbyte[] values = Make.Random(random, shape.ElementCount);
        double[] reals = Real.Of(input, values);

        sbyte[] actual = Running.Run(
            new Pool2D(function, input, output, windowHeight, windowWidth, strideHeight, strideWidth, padding, activation), values);

        for (int i = 0; i < actual.Length; i++)
        {
            (int c, int x, int y, int n) = (i % shape[3], i / shape[3] % columns, i / shape[3] / columns % rows, i / shape[3] / columns / rows);
            List<double> inside = [];
            for (int row = y * strideHeight - top; row < y * strideHeight - top + windowHeight; row++)
            {
                for (int column = x * strideWidth - left; column < x * strideWidth - left + windowWidth; column++)
                {
                    if (row >= 0 && row < shape[1] && column >= 0 && column < shape[2])
                    {
                        inside.Add(reals[((n * shape[1] + row) * shape[2] + column) * shape[3] + c]);
                    }
                }
            }

            double exact = function == PoolFunction.Max ? inside.Max() : inside.Average();
            Real.AssertRounded(exact, output, actual[i], Tolerance, $"seed {seed}, element {i}", activation);
        }
    }

    private static (int Output, int Before) Extent(int input, int window, int stride, Padding padding)
    {
        if (padding == Padding.Valid)
        {
            return ((input - window) / stride + 1, 0);
        }

        int output = (input + stride - 1) / stride;
        return (output, Math.Max((output - 1) * stride + window - input, 0) / 2);
    }

    private static void CheckMean(int seed)
    {
        Random random = new(seed);
        Shape shape = new(random.Next(1, 4), random.Next(1, 5), random.Next(1, 5), random.Next(1, 9));
        int[] axes = [.. Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0)];
        Tensor input = Make.Int8(shape, random.NextSingle() + 0.01f, random.Next(-128, 128));
        Shape kept = new([.. shape.Extents.ToArray().Select((extent, d) => axes.Contains(d) ? 1 : extent)]);
        Tensor output = Make.Int8(kept, random.NextSingle() + 0.01f, random.Next(-128, 128));
        sbyte[] values = Make.Random(random, shape.ElementCount);
        double[] reals = Real.Of(input, values);

        sbyte[] actual = Running.Run(new Mean(input, output, [.. axes], KeepDimensions: true), values);

        double[] sums = new double[actual.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int target = 0;
            int rest = i;
            int stride = 1;
            for (int d = 3; d >= 0; d--)
            {
                target += kept[d] == 1 ? 0 : rest % shape[d] * stride;
                rest /= shape[d];
                stride *= kept[d];
            }

            sums[target] += reals[i];
        }

        int count = reals.Length / actual.Length;
        for (int i = 0; i < actual.Length; i++)
        {
            Real.AssertRounded(sums[i] / count, output, actual[i], Tolerance, $"seed {seed}, mean of {count}, element {i}");
        }
    }
}
