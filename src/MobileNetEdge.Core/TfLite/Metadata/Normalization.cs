namespace MobileNetEdge.TfLite;

/// <summary>Checks normalisations that files state.</summary>
internal static class Normalization
{
    /// <summary>Puts a normalisation into metadata; a single value on one side stands for all channels of the other.</summary>
    /// <exception cref="InvalidModelException">The counts differ, or pixels cannot be divided by a deviation.</exception>
    public static ModelMetadata AddTo(ModelMetadata metadata, float[] mean, float[] deviation)
    {
        int channels = Math.Max(mean.Length, deviation.Length);
        if (channels == 0)
        {
            return metadata;
        }

        if (!Fits(mean.Length, channels) || !Fits(deviation.Length, channels))
        {
            throw new InvalidModelException($"found {mean.Length} means for {deviation.Length} deviations");
        }

        if (!mean.All(float.IsFinite) || !deviation.All(value => value > 0 && float.IsFinite(value)))
        {
            throw new InvalidModelException("found a mean or a deviation that is not finite, or a deviation that is not positive");
        }

        return metadata with
        {
            Mean = [.. Spread(mean, channels)],
            StandardDeviation = [.. Spread(deviation, channels)],
        };
    }

    private static bool Fits(int count, int channels) => count == channels || count == 1;

    private static IEnumerable<float> Spread(float[] values, int channels)
    {
        return values.Length == channels ? values : Enumerable.Repeat(values[0], channels);
    }
}
