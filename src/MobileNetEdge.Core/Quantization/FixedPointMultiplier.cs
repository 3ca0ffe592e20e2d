using System.Diagnostics;

namespace MobileNetEdge;

/// <summary>A positive real factor in fixed point: the one rule by which accumulators become outputs, numerics.md equations (5) to (7).</summary>
/// <remarks>
/// A factor M below 1 is m = round(M 2^31). A factor of 1 or more first shifts the accumulator left by the least l with M 2^-l below 1.
/// The multiplier is deliberately not normalised to [2^30, 2^31): no shift a channel, and a single rounding, remain.
/// </remarks>
public readonly record struct FixedPointMultiplier
{
    /// <summary>Bits behind the binary point of <see cref="Multiplier"/>.</summary>
    public const int FractionBits = 31;

    private FixedPointMultiplier(int multiplier, int leftShift)
    {
        Multiplier = multiplier;
        LeftShift = leftShift;
    }

    /// <summary>m: from 0 to 2^31 - 1.</summary>
    public int Multiplier { get; }

    /// <summary>l: bits that the accumulator is shifted left before; 0 for factors below 1.</summary>
    public int LeftShift { get; }

    /// <summary>The real factor that the fixed-point one stands for.</summary>
    public double Real => Math.ScaleB(Multiplier, LeftShift - FractionBits);

    /// <summary>Rounds a real factor to fixed point.</summary>
    /// <param name="real">Positive, below 2^31.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not in that range, or not a number.</exception>
    public static FixedPointMultiplier FromReal(double real)
    {
        if (!(real > 0 && real < 1L << FractionBits))
        {
            throw new ArgumentOutOfRangeException(nameof(real), real, "a multiplier lies between 0 and 2^31");
        }

        int leftShift = Math.Max(Math.ILogB(real) + 1, 0);
        long multiplier = (long)Math.Round(Math.ScaleB(real, FractionBits - leftShift), MidpointRounding.AwayFromZero);
        return multiplier == 1L << FractionBits
            ? new FixedPointMultiplier(1 << (FractionBits - 1), leftShift + 1)
            : new FixedPointMultiplier((int)multiplier, leftShift);
    }

    /// <summary>Whether <see cref="Apply"/> is defined for every accumulator up to a magnitude.</summary>
    public bool Fits(long accumulatorMagnitude) => LeftShift < 32 && accumulatorMagnitude << LeftShift <= int.MaxValue;

    /// <summary>
    /// <c>(a 2^l m + 2^30) >> 31</c>: a times the factor, rounded once, halves up. With l = 0 it is one SQRDMULH on ARM64.
    /// </summary>
    /// <param name="accumulator">a; a 2^l fits 32 bits.</param>
    public int Apply(int accumulator)
    {
        Debug.Assert(Fits(Math.Abs((long)accumulator)), "the accumulator does not fit the multiplier's shift");
        long product = (long)(accumulator << LeftShift) * Multiplier;
        return (int)((product + (1L << (FractionBits - 1))) >> FractionBits);
    }
}
