using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Makes vertical quads of 32 channels from four rows of pixels.</summary>
/// <remarks>
/// <code>
///   VPERMD of each row     0-3   8-11  16-19 24-27 | 4-7  12-15 20-23 28-31      channels, dwords of four
///   VPUNPCKLBW of rows     0-3   8-11              | 4-7  12-15                  pairs
///   VPUNPCKLWD of pairs    0-3                     | 4-7                         quads of group 0; high: group 1
/// </code>
/// </remarks>
internal static unsafe class QuadInterleave<TWindow, TQuads, TWeights>
    where TWindow : struct, IQuadWindow<TQuads, TWeights>
{
    /// <summary>Interleaves columns of pixels.</summary>
    /// <param name="rows">Four rows at the first pixel's first channel.</param>
    /// <param name="pitch">Bytes of a pixel.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="destination">Quads of four groups.</param>
    /// <param name="groupPitch">From one group of quads to the next.</param>
    public static void Run(sbyte** rows, nint pitch, int columns, byte* destination, nint groupPitch)
    {
        Vector256<int> order = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        sbyte* row0 = rows[0];
        nint row1 = (nint)(rows[1] - row0);
        nint row2 = (nint)(rows[2] - row0);
        nint row3 = (nint)(rows[3] - row0);
        for (; columns > 0; columns--)
        {
            Vector256<byte> a = Row(row0, order);
            Vector256<byte> b = Row(row0 + row1, order);
            Vector256<byte> c = Row(row0 + row2, order);
            Vector256<byte> d = Row(row0 + row3, order);
            Pair(destination, groupPitch, Avx2.UnpackLow(a, b), Avx2.UnpackLow(c, d));
            Pair(destination + 2 * groupPitch, groupPitch, Avx2.UnpackHigh(a, b), Avx2.UnpackHigh(c, d));
            row0 += pitch;
            destination += TWindow.QuadBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Row(sbyte* pixels, Vector256<int> order)
    {
        return TWindow.Offset(Avx2.PermuteVar8x32(Vector256.Load((int*)pixels), order).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(byte* destination, nint groupPitch, Vector256<byte> upper, Vector256<byte> lower)
    {
        TWindow.Store(destination, Avx2.UnpackLow(upper.AsInt16(), lower.AsInt16()).AsByte());
        TWindow.Store(destination + groupPitch, Avx2.UnpackHigh(upper.AsInt16(), lower.AsInt16()).AsByte());
    }
}
