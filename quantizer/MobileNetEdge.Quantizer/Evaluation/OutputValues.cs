namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Ranks and compares outputs. Of equal values the one with the lower index ranks first; one that is no number ranks last.</summary>
internal static class OutputValues
{
    /// <summary>The index of the largest value.</summary>
    public static int Best(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best] || (double.IsNaN(values[best]) && !double.IsNaN(values[i])))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The best class, with its probability and how far the second best lies behind.</summary>
    /// <param name="values">At least one value a class.</param>
    /// <param name="isProbability">Whether they are probabilities; else their softmax is.</param>
    public static NetworkAnswer Answer(ReadOnlySpan<double> values, bool isProbability)
    {
        int best = Best(values);
        (double sum, double second) = (0, double.NegativeInfinity);
        for (int i = 0; i < values.Length; i++)
        {
            sum += Math.Exp(values[i] - values[best]);
            second = i != best && values[i] > second ? values[i] : second;
        }

        (double first, double next) = isProbability ? (values[best], second) : (1 / sum, Math.Exp(second - values[best]) / sum);
        double confidence = double.IsFinite(first) ? first : 0;
        return new NetworkAnswer(best, confidence, double.IsFinite(next) ? confidence - next : confidence);
    }

    /// <summary>Whether a value is among the largest.</summary>
    public static bool IsAmong(int most, ReadOnlySpan<double> values, int index)
    {
        double own = values[index];
        int better = 0;
        for (int i = 0; i < values.Length; i++)
        {
            better += values[i] > own || (values[i] == own && i < index) ? 1 : 0;
        }

        return better < most && !double.IsNaN(own);
    }

    /// <summary>Sums over the elements: a², (a - b)², and the cosine of the angle between a and b.</summary>
    /// <remarks>The cosine with a zero vector is 0, of two zero vectors 1.</remarks>
    public static (double Signal, double Noise, double Cosine) Compare(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        (double aa, double bb, double ab, double noise) = (0, 0, 0, 0);
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
            ab += a[i] * b[i];
            noise += difference * difference;
        }

        double cosine = aa == 0 || bb == 0 ? (aa == bb ? 1 : 0) : ab / (Math.Sqrt(aa) * Math.Sqrt(bb));
        return (aa, noise, cosine);
    }
}
