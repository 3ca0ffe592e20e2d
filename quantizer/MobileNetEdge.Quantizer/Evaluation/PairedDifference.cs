namespace MobileNetEdge.Quantizer;

/// <summary>How much more often a second classifier is right than a first on the same pictures, in percentage points.</summary>
/// <remarks>
/// The interval is that of Agresti and Min, "Simple improved confidence intervals for comparing matched proportions", Statistics in
/// Medicine 24 (2005), 729-740: Wald's for paired data after half a picture is added to each of the four cells right/wrong × right/wrong.
/// It needs only the pictures on which the two differ, and holds its level for small counts, where Wald's does not.
/// </remarks>
/// <param name="Count">Pictures, at least 1.</param>
/// <param name="OnlyFirst">Of these, on which only the first is right.</param>
/// <param name="OnlySecond">On which only the second is right.</param>
public readonly record struct PairedDifference(int Count, int OnlyFirst, int OnlySecond)
{
    /// <summary>The normal distribution's 97.5 % quantile.</summary>
    private const double Quantile = 1.959963984540054;

    /// <summary>Second less first, in percentage points.</summary>
    public double Value => 100.0 * (OnlySecond - OnlyFirst) / Count;

    /// <summary>The lower end of the 95 % interval, at least -100.</summary>
    public double Lower => Math.Max(-100, Centre - Margin);

    /// <summary>The upper end of the 95 % interval, at most 100.</summary>
    public double Upper => Math.Min(100, Centre + Margin);

    private double Centre => 100 * ((double)OnlySecond - OnlyFirst) / (Count + 2.0);

    private double Margin
    {
        get
        {
            double count = Count + 2.0;
            double difference = (double)OnlySecond - OnlyFirst;
            double discordant = OnlyFirst + 0.5 + OnlySecond + 0.5;
            return 100 * Quantile * Math.Sqrt(discordant - (difference * difference / count)) / count;
        }
    }
}
