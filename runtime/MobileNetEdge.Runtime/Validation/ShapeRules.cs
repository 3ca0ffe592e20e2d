namespace MobileNetEdge.Runtime.Validation;

/// <summary>Rules of the operators' shapes.</summary>
internal static class ShapeRules
{
    /// <summary>Keeps a dilated window's far end within int arithmetic.</summary>
    private const int MaxWindowSpan = 1 << 24;

    /// <summary>
    /// A window may hang over the border by any length, yet kernels walk all of it; and multipliers of an average pool are kept one for
    /// each possible number of elements.
    /// </summary>
    private const int MaxPoolElements = 1 << 16;

    public static void CheckWindows(
        Operator step, Shape input, Shape output, int outputChannels, (int Taps, WindowAxis Axis) vertical, (int Taps, WindowAxis Axis) horizontal, Padding padding)
    {
        Require.Valid(
            Math.Min(Math.Min(vertical.Axis.Stride, vertical.Axis.Dilation), Math.Min(horizontal.Axis.Stride, horizontal.Axis.Dilation)) >= 1,
            step,
            "strides and dilations must be at least 1");
        Require.Supported(
            vertical.Axis.Span(vertical.Taps) <= MaxWindowSpan && horizontal.Axis.Span(horizontal.Taps) <= MaxWindowSpan,
            step,
            $"a window that spans more than {MaxWindowSpan} elements");
        long height = vertical.Axis.OutputExtent(input[1], vertical.Taps, padding);
        long width = horizontal.Axis.OutputExtent(input[2], horizontal.Taps, padding);
        Require.Valid(
            output.Rank == 4 && output[0] == input[0] && output[1] == height && output[2] == width && output[3] == outputChannels,
            step,
            $"the output must be {input[0]}×{height}×{width}×{outputChannels}");
    }

    public static void Check(Pool2D pool)
    {
        Require.Valid(pool.Input.Shape.Rank == 4, pool, "the input must have 4 dimensions");
        Require.Valid(Math.Min(pool.WindowHeight, pool.WindowWidth) >= 1, pool, "the window must have at least 1 element");
        Require.Supported(
            (long)pool.WindowHeight * pool.WindowWidth <= MaxPoolElements, pool, $"a window of more than {MaxPoolElements} elements");
        CheckWindows(
            pool, pool.Input.Shape, pool.Output.Shape, pool.Input.Shape[3],
            (pool.WindowHeight, new(pool.StrideHeight)), (pool.WindowWidth, new(pool.StrideWidth)), pool.Padding);
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
        long kept = 1;
        for (int d = 0; d < mean.Input.Shape.Rank; d++)
        {
            kept *= mean.Axes.Contains(d) ? 1 : mean.Input.Shape[d];
        }

        Require.Valid(
            mean.Axes.All(axis => (uint)axis < (uint)mean.Input.Shape.Rank) && mean.Output.Shape.ElementCount == kept,
            mean,
            $"the output must have {kept} elements");
        Require.Supported(mean.Input.Shape.ElementCount / kept <= 1 << 23, mean, "a sum that could overflow 32 bits");
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
            input.Rank == 4 && output.Rank == 4 && input[0] == output[0] && input[3] == output[3], resize, "only height and width may change");
        Require.Supported(!(resize.AlignCorners && resize.HalfPixelCenters), resize, "align_corners together with half_pixel_centers");
    }
}
