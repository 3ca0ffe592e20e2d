using System.Runtime.CompilerServices;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>F(2×2, 3×3): 16 products for four outputs, where the definition has 36. The filter is transformed by twice its matrix.</summary>
internal readonly unsafe struct Winograd2 : IWinogradForm
{
    private const int Shift = 2;

    /// <inheritdoc/>
    public static int Outputs => 2;

    /// <inheritdoc/>
    public static int Inputs => 4;

    /// <inheritdoc/>
    public static long MaxWeightSum => 1L << (31 - 7 - Shift);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Filter<TOps, TVector>(int row, TVector w0, TVector w1, TVector w2)
        where TOps : struct, IWinogradVector<TVector>
    {
        return row switch
        {
            0 => TOps.ShiftWords(w0, 1),
            1 => TOps.AddWords(TOps.AddWords(w0, w2), w1),
            2 => TOps.SubtractWords(TOps.AddWords(w0, w2), w1),
            _ => TOps.ShiftWords(w2, 1),
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<TOps, TVector>(TVector w0, TVector w1, TVector w2, short* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        TVector outer = TOps.AddWords(w0, w2);
        TOps.Store(TOps.ShiftWords(w0, 1), (int*)target);
        TOps.Store(TOps.AddWords(outer, w1), (int*)(target + targetStep));
        TOps.Store(TOps.SubtractWords(outer, w1), (int*)(target + 2 * targetStep));
        TOps.Store(TOps.ShiftWords(w2, 1), (int*)(target + 3 * targetStep));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TOps, TVector>(short* source, nint step, short* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        TVector d0 = TOps.Load((int*)source);
        TVector d1 = TOps.Load((int*)(source + step));
        TVector d2 = TOps.Load((int*)(source + 2 * step));
        TVector d3 = TOps.Load((int*)(source + 3 * step));
        TOps.Store(TOps.SubtractWords(d0, d2), (int*)target);
        TOps.Store(TOps.AddWords(d1, d2), (int*)(target + targetStep));
        TOps.Store(TOps.SubtractWords(d2, d1), (int*)(target + 2 * targetStep));
        TOps.Store(TOps.SubtractWords(d1, d3), (int*)(target + 3 * targetStep));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TOps, TVector>(int* source, nint step, int* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        (TVector y0, TVector y1) = Output<TOps, TVector>(source, step);
        TOps.Store(y0, target);
        TOps.Store(y1, target + targetStep);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TOps, TVector>(int* source, nint step, int row, TVector initial, int* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>
    {
        (TVector y0, TVector y1) = Output<TOps, TVector>(source, step);
        TOps.Store(TOps.Add(initial, TOps.ShiftRight(y0, Shift)), target);
        TOps.Store(TOps.Add(initial, TOps.ShiftRight(y1, Shift)), target + targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Y0, TVector Y1) Output<TOps, TVector>(int* source, nint step)
        where TOps : struct, IWinogradVector<TVector>
    {
        TVector m1 = TOps.Load(source + step);
        TVector m2 = TOps.Load(source + 2 * step);
        return (
            TOps.Add(TOps.Add(TOps.Load(source), m1), m2),
            TOps.Subtract(TOps.Subtract(m1, m2), TOps.Load(source + 3 * step)));
    }
}
