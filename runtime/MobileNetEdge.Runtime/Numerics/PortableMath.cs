namespace MobileNetEdge.Runtime.Numerics;

/// <summary>Elementary functions whose results have the same bits on every machine.</summary>
/// <remarks>
/// <see cref="Math.Exp"/> and its kin call the platform's C library, whose last bit differs between libraries and processors. Here only
/// operations are used that IEEE 754 rounds exactly, in a fixed order, so tables built from them are the same everywhere.
/// </remarks>
internal static class PortableMath
{
    // ln 2 split in two: the high part has 21 trailing zero bits, so k times it is exact for |k| below 2^21.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int TaylorDegree = 14;

    /// <summary>e^x within a few units in the last place; 0 below -700, infinity above 700.</summary>
    public static double Exp(double x)
    {
        if (x is < -700 or > 700)
        {
            return x < 0 ? 0 : double.PositiveInfinity;
        }

        double k = Math.Round(x / (Ln2High + Ln2Low));
        double r = x - k * Ln2High - k * Ln2Low;
        double sum = 1;
        for (int n = TaylorDegree; n >= 1; n--)
        {
            sum = 1 + r * sum / n;
        }

        return Math.ScaleB(sum, (int)k);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => 1 / (1 + Exp(-x));

    /// <summary>tanh x = 2 logistic(2x) - 1.</summary>
    public static double Tanh(double x) => 2 / (1 + Exp(-2 * x)) - 1;
}
