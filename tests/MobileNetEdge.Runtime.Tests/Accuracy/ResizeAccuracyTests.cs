namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>
/// Contract: nearest neighbours are exact, equation (19); bilinear coordinates are off by at most 2^-11 elements in each direction,
/// equation (20), so results by at most 2 · 255 · 2^-11 steps and the rounding.
/// </summary>
public sealed class ResizeAccuracyTests
{
    private const int Cases = 80;

    [Theory]
    [InlineData(ResizeFunction.NearestNeighbor, false, false)]
    [InlineData(ResizeFunction.NearestNeighbor, true, false)]
    [InlineData(ResizeFunction.NearestNeighbor, false, true)]
    [InlineData(ResizeFunction.Bilinear, false, false)]
    [InlineData(ResizeFunction.Bilinear, true, false)]
    [InlineData(ResizeFunction.Bilinear, false, true)]
    public void Element_is_interpolated_from_its_neighbours(ResizeFunction function, bool alignCorners, bool halfPixelCenters)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            Shape from = new(random.Next(1, 3), random.Next(1, 12), random.Next(1, 12), random.Next(1, 4));
            Shape to = new(from[0], random.Next(1, 25), random.Next(1, 25), from[3]);
            Tensor input = Make.Int8(from, 0.5f, 9);
            Resize step = new(function, input, Make.Int8(to, 0.5f, 9), alignCorners, halfPixelCenters);
            sbyte[] values = Make.Random(random, from.ElementCount);

            sbyte[] actual = Running.Run(step, values);

            for (int i = 0; i < actual.Length; i++)
            {
                int c = i % to[3];
                int x = i / to[3] % to[2];
                int y = i / to[3] / to[2] % to[1];
                int n = i / to[3] / to[2] / to[1];
                double At(int row, int column) => values[((n * from[1] + row) * from[2] + column) * from[3] + c];
                double exact = function == ResizeFunction.NearestNeighbor
                    ? At(Nearest(y, from[1], to[1], step), Nearest(x, from[2], to[2], step))
                    : Bilinear(At, Coordinate(y, from[1], to[1], step), Coordinate(x, from[2], to[2], step), from);
                double tolerance = function == ResizeFunction.NearestNeighbor ? 0 : 0.5 + 2 * 255 / 2048.0;
                Assert.True(Math.Abs(exact - actual[i]) <= tolerance, $"seed {seed}, {from} to {to}, element {i}: stored {actual[i]}, exact {exact}");
            }
        }
    }

    private static int Nearest(int i, int input, int output, Resize step)
    {
        double source = step.AlignCorners && output > 1 ? Math.Floor((double)(2 * i * (input - 1) + output - 1) / (2 * (output - 1)))
            : step.HalfPixelCenters ? Math.Floor((double)((2 * i + 1) * input) / (2 * output))
            : Math.Floor((double)(i * input) / output);
        return (int)Math.Min(source, input - 1);
    }

    private static double Coordinate(int i, int input, int output, Resize step)
    {
        double source = step.AlignCorners && output > 1 ? (double)i * (input - 1) / (output - 1)
            : step.HalfPixelCenters ? (i + 0.5) * input / output - 0.5
            : (double)i * input / output;
        return Math.Clamp(source, 0, input - 1);
    }

    private static double Bilinear(Func<int, int, double> at, double y, double x, Shape shape)
    {
        (int top, int left) = ((int)y, (int)x);
        (int bottom, int right) = (Math.Min(top + 1, shape[1] - 1), Math.Min(left + 1, shape[2] - 1));
        (double v, double h) = (y - top, x - left);
        return (1 - v) * ((1 - h) * at(top, left) + h * at(top, right)) + v * ((1 - h) * at(bottom, left) + h * at(bottom, right));
    }
}
