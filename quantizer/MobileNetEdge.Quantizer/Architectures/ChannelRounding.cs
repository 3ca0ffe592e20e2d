namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>How channels are scaled.</summary>
internal static class ChannelRounding
{
    private const int Divisor = 8;

    /// <summary>The nearest multiple of 8, halves up, at least 8, and the next one where the nearest is below 90 % of the value.</summary>
    public static int Round(double channels)
    {
        int nearest = Math.Max(Divisor, (int)(channels + (Divisor / 2)) / Divisor * Divisor);
        return nearest < 0.9 * channels ? nearest + Divisor : nearest;
    }
}
