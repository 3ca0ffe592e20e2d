namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>ONNX's window operators as its documentation defines them, channels first, in double.</summary>
internal static class NaiveOnnx
{
    public sealed record Window(int[] Strides, int[] Dilations, int[] Pads)
    {
        public int Output(int axis, int input, int taps)
        {
            return ((input + Pads[axis] + Pads[axis + 2] - ((taps - 1) * Dilations[axis]) - 1) / Strides[axis]) + 1;
        }

        public int Source(int axis, int output, int tap) => (output * Strides[axis]) - Pads[axis] + (tap * Dilations[axis]);
    }

    public static Values Conv(Values x, Values w, float[]? bias, int groups, Window window)
    {
        int perGroup = w.Shape[0] / groups;
        return Fill(x, w.Shape[0], w.Shape[2], w.Shape[3], window, (n, m, at) =>
        {
            double sum = bias?[m] ?? 0;
            for (int c = 0; c < w.Shape[1]; c++)
            {
                foreach ((int ky, int kx, int y, int xx) in at)
                {
                    sum += (double)w.At(m, c, ky, kx) * x.At(n, (m / perGroup * w.Shape[1]) + c, y, xx);
                }
            }

            return sum;
        });
    }

    public static Values MaxPool(Values x, int rows, int columns, Window window)
    {
        return Fill(x, x.Shape[1], rows, columns, window, (n, c, at) => at.Max(tap => x.At(n, c, tap.Y, tap.X)));
    }

    public static Values AveragePool(Values x, int rows, int columns, Window window, bool countsBorder)
    {
        return Fill(
            x, x.Shape[1], rows, columns, window,
            (n, c, at) => at.Sum(tap => (double)x.At(n, c, tap.Y, tap.X)) / (countsBorder ? rows * columns : at.Count));
    }

    private static Values Fill(
        Values x, int channels, int rows, int columns, Window window, Func<int, int, List<(int Ky, int Kx, int Y, int X)>, double> compute)
    {
        int[] shape = [x.Shape[0], channels, window.Output(0, x.Shape[2], rows), window.Output(1, x.Shape[3], columns)];
        float[] result = new float[Values.Count(shape)];
        for (int i = 0; i < result.Length; i++)
        {
            (int rest, int ox) = Math.DivRem(i, shape[3]);
            (rest, int oy) = Math.DivRem(rest, shape[2]);
            (int n, int c) = Math.DivRem(rest, shape[1]);
            result[i] = (float)compute(n, c, Taps(x, rows, columns, window, oy, ox));
        }

        return new Values(shape, result);
    }

    private static List<(int Ky, int Kx, int Y, int X)> Taps(Values x, int rows, int columns, Window window, int oy, int ox)
    {
        List<(int, int, int, int)> taps = [];
        for (int ky = 0; ky < rows; ky++)
        {
            for (int kx = 0; kx < columns; kx++)
            {
                (int y, int xx) = (window.Source(0, oy, ky), window.Source(1, ox, kx));
                if (y >= 0 && y < x.Shape[2] && xx >= 0 && xx < x.Shape[3])
                {
                    taps.Add((ky, kx, y, xx));
                }
            }
        }

        return taps;
    }
}
