namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Convolutions and pools by their definition.</summary>
internal static class NaiveWindows
{
    public static double[] Convolve(Conv2D conv, double[] input, double[] weights, double[]? bias)
    {
        Shape filter = conv.Weights.Shape;
        int outputsPerGroup = filter[0] / (conv.Input.Shape[3] / filter[3]);
        return NaiveOperators.ForEach(conv.Output.Shape, at =>
        {
            double sum = bias?[at[3]] ?? 0;
            int firstChannel = at[3] / outputsPerGroup * filter[3];
            foreach ((int ky, int kx, int y, int x) in Inside(
                conv.Input.Shape, conv.Output.Shape, filter[1], filter[2], conv.Vertical, conv.Horizontal, conv.Padding, at))
            {
                for (int c = 0; c < filter[3]; c++)
                {
                    sum += input[NaiveOperators.Place(conv.Input.Shape, [at[0], y, x, firstChannel + c])]
                        * weights[NaiveOperators.Place(filter, [at[3], ky, kx, c])];
                }
            }

            return NaiveOperators.Activate(conv.Activation, sum);
        });
    }

    public static double[] Convolve(DepthwiseConv2D conv, double[] input, double[] weights, double[]? bias)
    {
        Shape filter = conv.Weights.Shape;
        return NaiveOperators.ForEach(conv.Output.Shape, at =>
        {
            double sum = bias?[at[3]] ?? 0;
            foreach ((int ky, int kx, int y, int x) in Inside(
                conv.Input.Shape, conv.Output.Shape, filter[1], filter[2], conv.Vertical, conv.Horizontal, conv.Padding, at))
            {
                sum += input[NaiveOperators.Place(conv.Input.Shape, [at[0], y, x, at[3] / conv.DepthMultiplier])]
                    * weights[NaiveOperators.Place(filter, [0, ky, kx, at[3]])];
            }

            return NaiveOperators.Activate(conv.Activation, sum);
        });
    }

    public static double[] Pool(Pool2D pool, double[] input)
    {
        return NaiveOperators.ForEach(pool.Output.Shape, at =>
        {
            double[] window =
            [
                .. Inside(
                    pool.Input.Shape, pool.Output.Shape, pool.WindowHeight, pool.WindowWidth,
                    new(pool.StrideHeight), new(pool.StrideWidth), pool.Padding, at)
                    .Select(tap => input[NaiveOperators.Place(pool.Input.Shape, [at[0], tap.Y, tap.X, at[3]])]),
            ];
            return NaiveOperators.Activate(pool.Activation, pool.Function == PoolFunction.Average ? window.Average() : window.Max());
        });
    }

    /// <summary>The taps of an output pixel's window that lie inside the input.</summary>
    private static IEnumerable<(int Ky, int Kx, int Y, int X)> Inside(
        Shape input, Shape output, int height, int width, WindowAxis vertical, WindowAxis horizontal, Padding padding, int[] at)
    {
        int top = Border(input[1], output[1], height, vertical, padding);
        int left = Border(input[2], output[2], width, horizontal, padding);
        for (int ky = 0; ky < height; ky++)
        {
            int y = at[1] * vertical.Stride + ky * vertical.Dilation - top;
            for (int kx = 0; kx < width; kx++)
            {
                int x = at[2] * horizontal.Stride + kx * horizontal.Dilation - left;
                if (y >= 0 && y < input[1] && x >= 0 && x < input[2])
                {
                    yield return (ky, kx, y, x);
                }
            }
        }
    }

    private static int Border(int input, int output, int taps, WindowAxis axis, Padding padding)
    {
        int missing = (output - 1) * axis.Stride + (taps - 1) * axis.Dilation + 1 - input;
        return padding == Padding.Same && missing > 0 ? missing / 2 : 0;
    }
}
