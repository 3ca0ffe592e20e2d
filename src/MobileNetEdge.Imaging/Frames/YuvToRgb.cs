using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Imaging;

/// <summary>From Y, U and V to red, green and blue in 16-bit fixed point; at most one step from the exact value.</summary>
/// <remarks>
/// ITU-R BT.601-7 and BT.709-6, with Kr and Kb the luma weights, s and t the stretch of luma and chroma to 0..255:
/// R = s (Y - Y0) + 2 (1 - Kr) t (V - 128), B likewise with U and Kb, and G from Y = Kr R + Kg G + Kb B.
/// A product is (a b + 2^14) >> 15 of a difference with 7 and a coefficient with 13 fractional bits: 5 fractional bits.
/// The sum is rounded half up and clamped.
/// </remarks>
internal readonly struct YuvToRgb
{
    private const int SampleBits = 7;
    private const int ResultBits = 5;
    private const short Middle = 128 << SampleBits;

    private readonly short _black;
    private readonly short _luma;
    private readonly short _redV;
    private readonly short _greenU;
    private readonly short _greenV;
    private readonly short _blueU;

    public YuvToRgb(ColourEncoding encoding)
    {
        (double kr, double kb) = encoding.Matrix == ColourMatrix.Bt709 ? (0.2126, 0.0722) : (0.299, 0.114);
        bool full = encoding.Range == ColourRange.Full;
        double chroma = full ? 1 : 255.0 / 224;
        double red = 2 * (1 - kr) * chroma;
        double blue = 2 * (1 - kb) * chroma;
        double kg = 1 - kr - kb;
        _black = (short)(full ? 0 : 16 << SampleBits);
        _luma = Fix(full ? 1 : 255.0 / 219);
        (_redV, _blueU, _greenU, _greenV) = (Fix(red), Fix(blue), Fix(-blue * kb / kg), Fix(-red * kr / kg));
    }

    /// <summary>One pixel.</summary>
    public (byte R, byte G, byte B) Convert(byte y, byte u, byte v)
    {
        int luma = Multiply((y << SampleBits) - _black, _luma);
        int cb = (u << SampleBits) - Middle;
        int cr = (v << SampleBits) - Middle;
        return (
            Finish(luma + Multiply(cr, _redV)),
            Finish(luma + Multiply(cb, _greenU) + Multiply(cr, _greenV)),
            Finish(luma + Multiply(cb, _blueU)));
    }

    /// <summary>Rows of 16 samples of Y, U and V by turns become red, green and blue; the values of <see cref="Convert"/>.</summary>
    public void ConvertAll(ref byte rows, int count)
    {
        (Vector128<short> luma, Vector128<short> redV) = (Vector128.Create(_luma), Vector128.Create(_redV));
        (Vector128<short> greenU, Vector128<short> greenV) = (Vector128.Create(_greenU), Vector128.Create(_greenV));
        (Vector128<short> blueU, Vector128<short> black) = (Vector128.Create(_blueU), Vector128.Create(_black));
        for (int i = 0; i < count; i++)
        {
            (Vector128<short> y0, Vector128<short> y1) = Samples(ref rows, 0, black);
            (Vector128<short> u0, Vector128<short> u1) = Samples(ref rows, 16, Vector128.Create(Middle));
            (Vector128<short> v0, Vector128<short> v1) = Samples(ref rows, 32, Vector128.Create(Middle));
            (y0, y1) = (Multiply(y0, luma), Multiply(y1, luma));
            Finish(y0 + Multiply(v0, redV), y1 + Multiply(v1, redV)).StoreUnsafe(ref rows);
            Finish(y0 + Multiply(u0, greenU) + Multiply(v0, greenV), y1 + Multiply(u1, greenU) + Multiply(v1, greenV)).StoreUnsafe(ref rows, 16);
            Finish(y0 + Multiply(u0, blueU), y1 + Multiply(u1, blueU)).StoreUnsafe(ref rows, 32);
            rows = ref Unsafe.Add(ref rows, 48);
        }
    }

    /// <summary>16 samples with 7 fractional bits, less an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<short> Low, Vector128<short> High) Samples(ref byte rows, nuint offset, Vector128<short> zero)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref rows, offset));
        return ((low << SampleBits).AsInt16() - zero, (high << SampleBits).AsInt16() - zero);
    }

    private static short Fix(double coefficient) => (short)Math.Round(coefficient * (1 << 13), MidpointRounding.AwayFromZero);

    private static int Multiply(int a, int b) => ((a * b) + (1 << 14)) >> 15;

    private static byte Finish(int sum) => (byte)Math.Clamp((sum + (1 << (ResultBits - 1))) >> ResultBits, 0, byte.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Multiply(Vector128<short> a, Vector128<short> b)
    {
        if (AdvSimd.IsSupported)
        {
            return AdvSimd.MultiplyRoundedDoublingSaturateHigh(a, b);
        }

        return Ssse3.IsSupported ? Ssse3.MultiplyHighRoundScale(a, b) : MultiplyWide(a, b);
    }

    private static Vector128<short> MultiplyWide(Vector128<short> a, Vector128<short> b)
    {
        (Vector128<int> a0, Vector128<int> a1) = Vector128.Widen(a);
        (Vector128<int> b0, Vector128<int> b1) = Vector128.Widen(b);
        Vector128<int> half = Vector128.Create(1 << 14);
        return Vector128.Narrow(((a0 * b0) + half) >> 15, ((a1 * b1) + half) >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Finish(Vector128<short> low, Vector128<short> high)
    {
        if (AdvSimd.IsSupported)
        {
            Vector64<byte> lower = AdvSimd.ShiftRightArithmeticRoundedNarrowingSaturateUnsignedLower(low, ResultBits);
            return AdvSimd.ShiftRightArithmeticRoundedNarrowingSaturateUnsignedUpper(lower, high, ResultBits);
        }

        Vector128<short> half = Vector128.Create((short)(1 << (ResultBits - 1)));
        Vector128<short> a = (low + half) >> ResultBits;
        Vector128<short> b = (high + half) >> ResultBits;
        if (Sse2.IsSupported)
        {
            return Sse2.PackUnsignedSaturate(a, b);
        }

        Vector128<short> most = Vector128.Create((short)byte.MaxValue);
        return Vector128.Narrow(
            Vector128.Min(Vector128.Max(a, Vector128<short>.Zero), most).AsUInt16(),
            Vector128.Min(Vector128.Max(b, Vector128<short>.Zero), most).AsUInt16());
    }
}
