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
