namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Operators that move elements, by their definition.</summary>
internal static class NaiveLayout
{
    public static double[] Pad(Pad pad, double[] input)
    {
        Shape shape = pad.Input.Shape;
        return NaiveOperators.ForEach(pad.Output.Shape, at =>
        {
            int[] source = [.. at.Select((x, d) => x - pad.Before[d])];
            bool isInside = source.Select((x, d) => x >= 0 && x < shape[d]).All(inside => inside);
            return isInside ? input[NaiveOperators.Place(shape, source)] : 0;
        });
    }

    public static double[] Transpose(Transpose transpose, double[] input)
    {
        return NaiveOperators.ForEach(transpose.Output.Shape, at =>
        {
            int[] source = new int[at.Length];
            for (int d = 0; d < at.Length; d++)
            {
                source[transpose.Permutation[d]] = at[d];
            }

            return input[NaiveOperators.Place(transpose.Input.Shape, source)];
        });
    }

    public static double[] Concatenate(Concatenation concatenation, Func<Tensor, double[]> values)
    {
        return NaiveOperators.ForEach(concatenation.Output.Shape, at =>
        {
            int[] source = [.. at];
            int part = 0;
            while (source[concatenation.Axis] >= concatenation.Parts[part].Shape[concatenation.Axis])
            {
                source[concatenation.Axis] -= concatenation.Parts[part++].Shape[concatenation.Axis];
            }

            double value = values(concatenation.Parts[part])[NaiveOperators.Place(concatenation.Parts[part].Shape, source)];
            return NaiveOperators.Activate(concatenation.Activation, value);
        });
    }

    public static double[] Resize(Resize resize, double[] input)
    {
        Shape from = resize.Input.Shape;
        Shape to = resize.Output.Shape;
        return NaiveOperators.ForEach(to, at =>
        {
            double y = Position(resize, at[1], from[1], to[1]);
            double x = Position(resize, at[2], from[2], to[2]);
            double sum = 0;
            for (int i = 0; i < from[1]; i++)
            {
                for (int j = 0; j < from[2]; j++)
                {
                    sum += Share(y, i) * Share(x, j) * input[NaiveOperators.Place(from, [at[0], i, j, at[3]])];
                }
            }

            return sum;
        });
    }

    /// <summary>The share of element <paramref name="i"/> at a position: a hat function of width 1.</summary>
    private static double Share(double position, int i) => Math.Max(0, 1 - Math.Abs(position - i));

    private static double Position(Resize resize, int i, int input, int output)
    {
        decimal exact = resize switch
        {
            { AlignCorners: true } when output > 1 => (decimal)i * (input - 1) / (output - 1),
            { HalfPixelCenters: true } => (2 * i + 1) * (decimal)input / (2 * output) - 0.5m,
            _ => (decimal)i * input / output,
        };
        if (resize.Function == ResizeFunction.NearestNeighbor)
        {
            decimal tie = resize.AlignCorners && output > 1 || resize.HalfPixelCenters ? 0.5m : 0;
            exact = Math.Floor(exact + tie + 1e-20m);
        }

        return (double)Math.Clamp(exact, 0, input - 1);
    }
}
