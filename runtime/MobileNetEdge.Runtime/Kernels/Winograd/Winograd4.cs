using System.Runtime.CompilerServices;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// F(4×4, 3×3): 36 products for sixteen outputs, where the definition has 144. Each row of the filter's matrix is multiplied by what makes it
/// whole; the products of a row then carry that factor, and the output's matrix brings them to a common one.
/// </summary>
internal readonly unsafe struct Winograd4 : IWinogradForm
{
    /// <summary>9 times it is 1, modulo 2³².</summary>
    private const int InverseOf9 = 0x38E38E39;

    /// <summary>The largest power of two in the factor of an output: 2³ a side.</summary>
    private const int MaxShift = 6;

    /// <inheritdoc/>
    public static int Outputs => 4;

    /// <inheritdoc/>
    public static int Inputs => 6;

    /// <inheritdoc/>
    public static long MaxWeightSum => 1L << (31 - 7 - MaxShift);

    /// <summary>Rows of 24, 6, 6, 24, 24 and 6 times the matrix of the paper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Filter<TOps, TVector>(int row, TVector w0, TVector w1, TVector w2)
        where TOps : struct, IWinogradVector<TVector>
    {
        return row switch
        {
            0 => SixTimes<TOps, TVector>(w0),
            1 => TOps.SubtractWords(TOps.SubtractWords(TOps.SubtractWords(default!, w0), w1), w2),
            2 => TOps.SubtractWords(w1, TOps.AddWords(w0, w2)),
            3 => TOps.AddWords(TOps.AddWords(w0, TOps.ShiftWords(w2, 2)), TOps.ShiftWords(w1, 1)),
            4 => TOps.SubtractWords(TOps.AddWords(w0, TOps.ShiftWords(w2, 2)), TOps.ShiftWords(w1, 1)),
            _ => SixTimes<TOps, TVector>(w2),
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<TOps, TVector>(TVector w0, TVector w1, TVector w2, short* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        TVector outer = TOps.AddWords(w0, w2);
        TVector far = TOps.AddWords(w0, TOps.ShiftWords(w2, 2));
        TVector middle = TOps.ShiftWords(w1, 1);
        TOps.Store(SixTimes<TOps, TVector>(w0), (int*)target);
        TOps.Store(TOps.SubtractWords(TOps.SubtractWords(default!, outer), w1), (int*)(target + targetStep));
        TOps.Store(TOps.SubtractWords(w1, outer), (int*)(target + 2 * targetStep));
        TOps.Store(TOps.AddWords(far, middle), (int*)(target + 3 * targetStep));
        TOps.Store(TOps.SubtractWords(far, middle), (int*)(target + 4 * targetStep));
        TOps.Store(SixTimes<TOps, TVector>(w2), (int*)(target + 5 * targetStep));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TOps, TVector>(short* source, nint step, short* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        TVector d1 = TOps.Load((int*)(source + step));
        TVector d2 = TOps.Load((int*)(source + 2 * step));
        TVector d3 = TOps.Load((int*)(source + 3 * step));
        TVector d4 = TOps.Load((int*)(source + 4 * step));
        TVector first = TOps.SubtractWords(TOps.ShiftWords(TOps.Load((int*)source), 2), d2);
        TVector last = TOps.SubtractWords(TOps.Load((int*)(source + 5 * step)), d3);
        TVector even = TOps.SubtractWords(d4, TOps.ShiftWords(d2, 2));
        TVector odd = TOps.SubtractWords(d3, TOps.ShiftWords(d1, 2));
        TVector evenHalf = TOps.SubtractWords(d4, d2);
        TVector oddTwice = TOps.ShiftWords(TOps.SubtractWords(d3, d1), 1);
        TOps.Store(TOps.AddWords(first, even), (int*)target);
        TOps.Store(TOps.AddWords(even, odd), (int*)(target + targetStep));
        TOps.Store(TOps.SubtractWords(even, odd), (int*)(target + 2 * targetStep));
        TOps.Store(TOps.AddWords(evenHalf, oddTwice), (int*)(target + 3 * targetStep));
        TOps.Store(TOps.SubtractWords(evenHalf, oddTwice), (int*)(target + 4 * targetStep));
        TOps.Store(TOps.SubtractWords(last, TOps.ShiftWords(oddTwice, 1)), (int*)(target + 5 * targetStep));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TOps, TVector>(int* source, nint step, int* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        (TVector y0, TVector y1, TVector y2, TVector y3) = Output<TOps, TVector>(source, step);
        TOps.Store(y0, target);
        TOps.Store(y1, target + targetStep);
        TOps.Store(y2, target + 2 * targetStep);
        TOps.Store(y3, target + 3 * targetStep);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TOps, TVector>(int* source, nint step, int row, TVector initial, int* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        (TVector y0, TVector y1, TVector y2, TVector y3) = Output<TOps, TVector>(source, step);
        int shift = Math.Max(3 - row, 1);
        TOps.Store(Divide<TOps, TVector>(y0, shift + 3, initial), target);
        TOps.Store(Divide<TOps, TVector>(y1, shift + 2, initial), target + targetStep);
        TOps.Store(Divide<TOps, TVector>(y2, shift + 1, initial), target + 2 * targetStep);
        TOps.Store(Divide<TOps, TVector>(y3, shift + 1, initial), target + 3 * targetStep);
    }

    /// <summary>24, 12, 6 and 6 times the outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Y0, TVector Y1, TVector Y2, TVector Y3) Output<TOps, TVector>(int* source, nint step)
        where TOps : struct, IWinogradVector<TVector>
    {
        TVector m1 = TOps.Load(source + step);
        TVector m2 = TOps.Load(source + 2 * step);
        TVector m3 = TOps.Load(source + 3 * step);
        TVector m4 = TOps.Load(source + 4 * step);
        (TVector sum, TVector difference) = (TOps.Add(m1, m2), TOps.Subtract(m1, m2));
        (TVector farSum, TVector farDifference) = (TOps.Add(m3, m4), TOps.Subtract(m3, m4));
        TVector last = TOps.Load(source + 5 * step);
        return (
            TOps.Add(TOps.Add(TOps.Load(source), TOps.ShiftLeft(sum, 2)), farSum),
            TOps.Add(TOps.ShiftLeft(difference, 1), farDifference),
            TOps.Add(sum, farSum),
            TOps.Add(TOps.Add(difference, TOps.ShiftLeft(farDifference, 1)), last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Divide<TOps, TVector>(TVector value, int shift, TVector initial)
        where TOps : struct, IWinogradVector<TVector>
    {
        return TOps.Add(initial, TOps.ShiftRight(TOps.Multiply(value, InverseOf9), shift));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SixTimes<TOps, TVector>(TVector words)
        where TOps : struct, IWinogradVector<TVector>
    {
        return TOps.AddWords(TOps.ShiftWords(words, 2), TOps.ShiftWords(words, 1));
    }
}
