namespace MobileNetEdge.Quantizer.Execution;

/// <summary>The two input elements that an output element lies between.</summary>
/// <param name="Lower">The one before.</param>
/// <param name="Upper">The one behind, the same at the border.</param>
/// <param name="Weight">The share of <paramref name="Upper"/>, 0 to 1.</param>
internal readonly record struct Neighbors(int Lower, int Upper, float Weight)
{
    /// <summary>The elements around a position, which may lie outside of them.</summary>
    /// <param name="position">Where; element i lies at i.</param>
    /// <param name="length">How many elements there are.</param>
    public static Neighbors Around(double position, int length)
    {
        double clamped = Math.Clamp(position, 0, length - 1);
        int lower = (int)clamped;
        return new Neighbors(lower, Math.Min(lower + 1, length - 1), (float)(clamped - lower));
    }
}

/// <summary>Where the elements of a resized dimension come from, in double precision.</summary>
internal static class ResizeAxis
{
    /// <summary>The neighbours of each output element; for the nearest element, both are it.</summary>
    public static Neighbors[] Of(Resize resize, int dimension)
    {
        int input = resize.Input.Shape[dimension];
        int output = resize.Output.Shape[dimension];
        Neighbors[] neighbors = new Neighbors[output];
        for (int i = 0; i < output; i++)
        {
            neighbors[i] = resize.Function == ResizeFunction.Bilinear
                ? Neighbors.Around(Position(resize, i, input, output), input)
                : Nearest(resize, i, input, output);
        }

        return neighbors;
    }

    private static double Position(Resize resize, int i, int input, int output)
    {
        return resize switch
        {
            { AlignCorners: true } when output > 1 => (double)i * (input - 1) / (output - 1),
            { HalfPixelCenters: true } => (i + 0.5) * input / output - 0.5,
            _ => (double)i * input / output,
        };
    }

    private static Neighbors Nearest(Resize resize, long i, int input, int output)
    {
        long nearest = resize switch
        {
            // Halves round up: floor((2 i (in - 1) + (out - 1)) / (2 (out - 1))).
            { AlignCorners: true } when output > 1 => (2 * i * (input - 1) + (output - 1)) / (2L * (output - 1)),
            { HalfPixelCenters: true } => (2 * i + 1) * input / (2L * output),
            _ => i * input / output,
        };
        int index = (int)Math.Min(nearest, input - 1);
        return new Neighbors(index, index, 0);
    }
}
