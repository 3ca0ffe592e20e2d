namespace MobileNetEdge.Quantizer;

/// <summary>The range with the least mean squared error of quantization.</summary>
/// <remarks>
/// Rounding to steps of width d costs d²/12 for each value inside, clipping costs the squared distance for each value outside; exact zeros
/// cost nothing. Both ends are shrunk independently, coordinate by coordinate, until neither helps. (Sung et al. 2015, "Resiliency of deep
/// neural networks under quantization"; Banner et al. 2019, "Post-training 4-bit quantization of convolutional networks".)
/// </remarks>
internal static class MeanSquaredErrorRange
{
    private const int Steps = 255;
    private const int Candidates = 128;
    private const int MaxRounds = 8;

    public static ValueRange Select(Histogram histogram)
    {
        double min = Math.Min(histogram.Range.Min, 0);
        double max = Math.Max(histogram.Range.Max, 0);
        ClippingError error = new(histogram);
        for (int round = 0; round < MaxRounds; round++)
        {
            (double oldMin, double oldMax) = (min, max);
            max = Best(Math.Max(histogram.Range.Max, 0), candidate => error.Of(min, candidate, Steps));
            min = Best(Math.Min(histogram.Range.Min, 0), candidate => error.Of(candidate, max, Steps));
            if (min == oldMin && max == oldMax)
            {
                break;
            }
        }

        return new ValueRange((float)min, (float)max);
    }

    /// <summary>The end of the range, between a small part of its outermost place and that place, with the least error.</summary>
    private static double Best(double outermost, Func<double, double> error)
    {
        double best = outermost;
        double least = error(outermost);
        for (int i = Candidates - 1; i >= 1 && outermost != 0; i--)
        {
            double candidate = outermost * i / Candidates;
            double candidateError = error(candidate);
            (best, least) = candidateError < least ? (candidate, candidateError) : (best, least);
        }

        return best;
    }
}
