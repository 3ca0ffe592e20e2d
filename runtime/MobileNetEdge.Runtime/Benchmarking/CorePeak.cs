using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime;

/// <summary>
/// The int8 multiply-accumulates a second that one core can do at best with a path's instruction: a short loop of that instruction alone, on
/// registers.
/// </summary>
public static class CorePeak
{
    private const int Iterations = 200_000;
    private const int Rounds = 40;

    /// <summary>Measures this core, for a few tens of milliseconds.</summary>
    /// <returns>Multiply-accumulates a second; 0 for <see cref="ExecutionPath.Reference"/>.</returns>
    public static double Measure(ExecutionPath path)
    {
        Func<int, long> loop = path switch
        {
            ExecutionPath.Dp when Dp.Arm64.IsSupported => DotProduct,
            ExecutionPath.AdvSimd when AdvSimd.Arm64.IsSupported => Widening,
            ExecutionPath.AvxVnni when AvxVnni.IsSupported => Vnni,
            ExecutionPath.Avx2 when Avx2.IsSupported => Madd,
            _ => _ => 0,
        };
        double best = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            long macs = loop(Iterations);
            best = Math.Max(best, macs / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Eight chains of SDOT: 16 multiply-accumulates each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long DotProduct(int count)
    {
        Vector128<sbyte> x = Vector128.CreateScalar((sbyte)count);
        Vector128<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (int i = 0; i < count; i++)
        {
            a = Dp.DotProduct(a, x, x);
            b = Dp.DotProduct(b, x, x);
            c = Dp.DotProduct(c, x, x);
            d = Dp.DotProduct(d, x, x);
            e = Dp.DotProduct(e, x, x);
            f = Dp.DotProduct(f, x, x);
            g = Dp.DotProduct(g, x, x);
            h = Dp.DotProduct(h, x, x);
        }

        Keep(a + b + c + d + (e + f + g + h));
        return count * 8L * 16;
    }

    /// <summary>Eight chains of SMLAL: 8 multiply-accumulates each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Widening(int count)
    {
        Vector64<sbyte> x = Vector64.CreateScalar((sbyte)count);
        Vector128<short> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (int i = 0; i < count; i++)
        {
            a = AdvSimd.MultiplyWideningLowerAndAdd(a, x, x);
            b = AdvSimd.MultiplyWideningLowerAndAdd(b, x, x);
            c = AdvSimd.MultiplyWideningLowerAndAdd(c, x, x);
            d = AdvSimd.MultiplyWideningLowerAndAdd(d, x, x);
            e = AdvSimd.MultiplyWideningLowerAndAdd(e, x, x);
            f = AdvSimd.MultiplyWideningLowerAndAdd(f, x, x);
            g = AdvSimd.MultiplyWideningLowerAndAdd(g, x, x);
            h = AdvSimd.MultiplyWideningLowerAndAdd(h, x, x);
        }

        Keep((a + b + c + d + (e + f + g + h)).AsInt32());
        return count * 8L * 8;
    }

    /// <summary>Twelve chains of VPDPBUSD: 32 multiply-accumulates each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Vnni(int count)
    {
        Vector256<byte> x = Vector256.CreateScalar((byte)count);
        Vector256<sbyte> y = x.AsSByte();
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default;
        Vector256<int> g = default, h = default, i = default, j = default, k = default, l = default;
        for (int n = 0; n < count; n++)
        {
            a = AvxVnni.MultiplyWideningAndAdd(a, x, y);
            b = AvxVnni.MultiplyWideningAndAdd(b, x, y);
            c = AvxVnni.MultiplyWideningAndAdd(c, x, y);
            d = AvxVnni.MultiplyWideningAndAdd(d, x, y);
            e = AvxVnni.MultiplyWideningAndAdd(e, x, y);
            f = AvxVnni.MultiplyWideningAndAdd(f, x, y);
            g = AvxVnni.MultiplyWideningAndAdd(g, x, y);
            h = AvxVnni.MultiplyWideningAndAdd(h, x, y);
            i = AvxVnni.MultiplyWideningAndAdd(i, x, y);
            j = AvxVnni.MultiplyWideningAndAdd(j, x, y);
            k = AvxVnni.MultiplyWideningAndAdd(k, x, y);
            l = AvxVnni.MultiplyWideningAndAdd(l, x, y);
        }

        Vector256<int> sum = a + b + c + d + (e + f + g + h) + (i + j + k + l);
        Keep(sum.GetLower() + sum.GetUpper());
        return count * 12L * 32;
    }

    /// <summary>Eight chains of VPMADDWD and VPADDD: 16 multiply-accumulates each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Madd(int count)
    {
        Vector256<short> x = Vector256.CreateScalar((short)count);
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (int i = 0; i < count; i++)
        {
            a += Avx2.MultiplyAddAdjacent(x, x);
            b += Avx2.MultiplyAddAdjacent(x, x);
            c += Avx2.MultiplyAddAdjacent(x, x);
            d += Avx2.MultiplyAddAdjacent(x, x);
            e += Avx2.MultiplyAddAdjacent(x, x);
            f += Avx2.MultiplyAddAdjacent(x, x);
            g += Avx2.MultiplyAddAdjacent(x, x);
            h += Avx2.MultiplyAddAdjacent(x, x);
        }

        Vector256<int> sum = a + b + c + d + (e + f + g + h);
        Keep(sum.GetLower() + sum.GetUpper());
        return count * 8L * 16;
    }

    /// <summary>Makes a result needed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(Vector128<int> value) => _ = value;
}
