namespace MobileNetEdge.Quantizer;

/// <summary>Symmetric int8 weights with a scale for each output channel: q = round(w / S) in [-127, 127].</summary>
internal static class WeightQuantizer
{
    private const int MaxSteps = 127;
    private const int ScaleCandidates = 40;

    /// <summary>The smallest part of the largest weight that a search may clip to.</summary>
    private const double LeastKept = 0.6;

    /// <summary>The scale of one channel.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="search">Whether to search the least squared error; else the largest weight decides.</param>
    /// <param name="importance">How much the square of each weight's error counts; empty for the same.</param>
    /// <returns>The scale; 0 for a channel of zeros.</returns>
    public static float ChooseScale(ReadOnlySpan<float> weights, bool search, ReadOnlySpan<double> importance = default)
    {
        float largest = 0;
        foreach (float weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        double best = largest / MaxSteps;
        if (!search || largest == 0)
        {
            return (float)best;
        }

        double least = SquaredError(weights, importance, best);
        for (int i = 1; i <= ScaleCandidates; i++)
        {
            double candidate = largest / MaxSteps * (1 - (1 - LeastKept) * i / ScaleCandidates);
            double error = SquaredError(weights, importance, candidate);
            (best, least) = error < least ? (candidate, error) : (best, least);
        }

        return (float)best;
    }

    /// <summary>One weight in steps of a scale.</summary>
    public static sbyte Quantize(float weight, double scale)
    {
        return (sbyte)Math.Clamp(Math.Round(weight / scale, MidpointRounding.AwayFromZero), -MaxSteps, MaxSteps);
    }

    /// <summary>Weights in steps of a scale, each for itself.</summary>
    public static sbyte[] Quantize(ReadOnlySpan<float> weights, double scale)
    {
        sbyte[] steps = new sbyte[weights.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = Quantize(weights[i], scale);
        }

        return steps;
    }

    private static double SquaredError(ReadOnlySpan<float> weights, ReadOnlySpan<double> importance, double scale)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double error = weights[i] - Quantize(weights[i], scale) * scale;
            sum += error * error * (importance.IsEmpty ? 1 : importance[i]);
        }

        return sum;
    }
}
