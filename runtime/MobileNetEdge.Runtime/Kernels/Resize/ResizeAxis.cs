namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Where the elements of a resized dimension come from, computed in exact integer arithmetic; numerics.md equations (19) and (20).</summary>
internal static class ResizeAxis
{
    /// <summary>Fraction bits of an interpolation weight.</summary>
    public const int WeightBits = 10;

    /// <summary>The nearest source element of each output element.</summary>
    public static int[] Nearest(int input, int output, Resize resize)
    {
        return [.. Enumerable.Range(0, output).Select(i => Math.Min(Source(i), input - 1))];

        int Source(long i) => (int)(resize switch
        {
            // Halves round up: floor((2 i (in - 1) + (out - 1)) / (2 (out - 1))).
            { AlignCorners: true } when output > 1 => (2 * i * (input - 1) + (output - 1)) / (2L * (output - 1)),
            { HalfPixelCenters: true } => (2 * i + 1) * input / (2L * output),
            _ => i * input / output,
        });
    }

    /// <summary>The lower neighbour of each output element, and the weight of the upper one in units of 2^-<see cref="WeightBits"/>.</summary>
    public static (int Lower, int Weight)[] Linear(int input, int output, Resize resize)
    {
        return [.. Enumerable.Range(0, output).Select(i => Split(Position(i)))];

        // The source coordinate in units of 2^-WeightBits, rounded once.
        long Position(long i) => resize switch
        {
            { AlignCorners: true } when output > 1 => RoundedDivision(i * (input - 1) << WeightBits, output - 1),
            { HalfPixelCenters: true } => RoundedDivision((2 * i + 1) * input - output << WeightBits, 2L * output),
            _ => RoundedDivision(i * input << WeightBits, output),
        };

        (int Lower, int Weight) Split(long position)
        {
            long clamped = Math.Min(position, (long)(input - 1) << WeightBits);
            return ((int)(clamped >> WeightBits), (int)(clamped & ((1 << WeightBits) - 1)));
        }
    }

    /// <summary>The quotient rounded half up; 0 for negative ones, which lie before the first element.</summary>
    private static long RoundedDivision(long numerator, long denominator)
    {
        return Math.Max(2 * numerator + denominator, 0) / (2 * denominator);
    }
}
