namespace MobileNetEdge.Quantizer;

/// <summary>A share of successes in percent, with its 95 % interval.</summary>
/// <remarks>Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212.</remarks>
/// <param name="Count">Trials, at least 1.</param>
/// <param name="Successes">How many of them succeeded.</param>
public readonly record struct WilsonInterval(int Count, int Successes)
{
    /// <summary>The normal distribution's 97.5 % quantile.</summary>
    private const double Quantile = 1.959963984540054;

    /// <summary>The share, in percent.</summary>
    public double Value => 100.0 * Successes / Count;

    /// <summary>The lower end, in percent.</summary>
    public double Lower => Math.Max(0, Centre - Margin);

    /// <summary>The upper end, in percent.</summary>
    public double Upper => Math.Min(100, Centre + Margin);

    private double Weight => 1 + (Quantile * Quantile / Count);

    private double Centre => 100 * (((double)Successes / Count) + (Quantile * Quantile / (2.0 * Count))) / Weight;

    private double Margin
    {
        get
        {
            double share = (double)Successes / Count;
            double variance = (share * (1 - share) / Count) + (Quantile * Quantile / (4.0 * Count * Count));
            return 100 * Quantile * Math.Sqrt(variance) / Weight;
        }
    }
}
