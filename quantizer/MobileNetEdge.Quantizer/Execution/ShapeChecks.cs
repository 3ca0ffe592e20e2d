namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Rules of the operators that have neither weights nor windows.</summary>
internal static class ShapeChecks
{
    public static void SameShape(Operator step, Tensor input, Tensor output)
    {
        Require.Valid(input.Shape.Equals(output.Shape), step, "the output must be shaped like the input");
    }

    public static void Check(Binary binary)
    {
        Shape output = binary.Output.Shape;
        bool broadcasts = Math.Max(binary.A.Shape.Rank, binary.B.Shape.Rank) == output.Rank;
        for (int i = 1; broadcasts && i <= output.Rank; i++)
        {
            int a = i <= binary.A.Shape.Rank ? binary.A.Shape[^i] : 1;
            int b = i <= binary.B.Shape.Rank ? binary.B.Shape[^i] : 1;
            broadcasts = (a == b || a == 1 || b == 1) && output[^i] == Math.Max(a, b);
        }

        Require.Valid(broadcasts, binary, "the output must be the broadcast shape of both operands");
    }

    public static void Check(Mean mean)
    {
        Shape input = mean.Input.Shape;
        bool valid = mean.Axes.All(axis => (uint)axis < (uint)input.Rank) && mean.Axes.SequenceEqual(mean.Axes.Distinct().Order());
        Require.Valid(valid, mean, "each axis must be a dimension of the input, in ascending order and once");
        long kept = 1;
        for (int d = 0; d < input.Rank; d++)
        {
            kept *= mean.Axes.Contains(d) ? 1 : input[d];
        }

        Require.Valid(mean.Output.Shape.ElementCount == kept, mean, $"the output must have {kept} elements");
    }

    public static void Check(Pad pad)
    {
        Shape input = pad.Input.Shape;
        Shape output = pad.Output.Shape;
        bool matches = pad.Before.Length == input.Rank && pad.After.Length == input.Rank && output.Rank == input.Rank;
        for (int d = 0; matches && d < input.Rank; d++)
        {
            matches = pad.Before[d] >= 0 && pad.After[d] >= 0 && output[d] == (long)input[d] + pad.Before[d] + pad.After[d];
        }

        Require.Valid(matches, pad, "each extent must grow by its border");
    }

    public static void Check(Transpose transpose)
    {
        int rank = transpose.Input.Shape.Rank;
        bool matches = transpose.Permutation.Order().SequenceEqual(Enumerable.Range(0, rank)) && transpose.Output.Shape.Rank == rank;
        for (int d = 0; matches && d < rank; d++)
        {
            matches = transpose.Output.Shape[d] == transpose.Input.Shape[transpose.Permutation[d]];
        }

        Require.Valid(matches, transpose, "each extent must be the input's that the permutation names");
    }

    public static void Check(Concatenation concatenation)
    {
        Shape output = concatenation.Output.Shape;
        bool matches = (uint)concatenation.Axis < (uint)output.Rank && concatenation.Parts.All(part => part.Shape.Rank == output.Rank);
        for (int d = 0; matches && d < output.Rank; d++)
        {
            matches = d == concatenation.Axis
                ? concatenation.Parts.Sum(part => (long)part.Shape[d]) == output[d]
                : concatenation.Parts.All(part => part.Shape[d] == output[d]);
        }

        Require.Valid(matches, concatenation, "the parts must match but along the axis, where they add up to the output");
    }

    public static void Check(Slice slice)
    {
        Shape input = slice.Input.Shape;
        Shape output = slice.Output.Shape;
        bool matches = slice.Begin.Length == input.Rank && output.Rank == input.Rank;
        for (int d = 0; matches && d < input.Rank; d++)
        {
            matches = slice.Begin[d] >= 0 && (long)slice.Begin[d] + output[d] <= input[d];
        }

        Require.Valid(matches, slice, "what is taken must lie inside the input");
    }

    public static void Check(Resize resize)
    {
        Shape input = resize.Input.Shape;
        Shape output = resize.Output.Shape;
        Require.Valid(
            input.Rank == 4 && output.Rank == 4 && input[0] == output[0] && input[3] == output[3],
            resize,
            "only height and width may change");
        Require.Supported(!(resize.AlignCorners && resize.HalfPixelCenters), resize, "align_corners together with half_pixel_centers");
    }

    public static void Check(Spread spread)
    {
        Shape input = spread.Input.Shape;
        Shape output = spread.Output.Shape;
        Require.Valid(
            input.Rank == 4 && output.Rank == 4 && input[0] == output[0] && input[3] == output[3]
                && Fits(spread.Vertical, input[1], output[1]) && Fits(spread.Horizontal, input[2], output[2]),
            spread,
            "every pixel must have a place in the output");
    }

    private static bool Fits(SpreadAxis axis, int input, int output)
    {
        return axis.First >= 0 && axis.Stride >= 1 && axis.First + (input - 1L) * axis.Stride < output;
    }
}
