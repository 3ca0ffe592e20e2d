using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Equation (8) of numerics.md from the zero point on, for requantized results of one row; one type for each <see cref="EpilogueForm"/>.</summary>
internal unsafe interface INeonEpilogue<TSelf>
    where TSelf : struct, INeonEpilogue<TSelf>
{
    /// <summary>Reads what <see cref="NeonEpilogue.Write"/> has written.</summary>
    static abstract TSelf Load(sbyte* constants);

    /// <summary>Sixteen bytes from sixteen results.</summary>
    Vector128<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1, Vector128<int> r2, Vector128<int> r3);

    /// <summary>Eight bytes from eight results.</summary>
    Vector64<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1);
}

/// <summary>The constants of the epilogues in memory: eight int16 zero points, sixteen smallest values, sixteen largest values.</summary>
internal static unsafe class NeonEpilogue
{
    /// <summary>Bytes of the constants, rounded up to a cache line.</summary>
    public const int ByteCount = 64;

    /// <summary>Writes the constants of a layer.</summary>
    public static void Write(sbyte* constants, GemmConstants of)
    {
        AdvSimd.Store((short*)constants, Vector128.Create((short)of.Output.ZeroPoint));
        AdvSimd.Store(constants + 16, Vector128.Create((sbyte)of.Output.Range.Min));
        AdvSimd.Store(constants + 32, Vector128.Create((sbyte)of.Output.Range.Max));
    }

    /// <summary>The low halves of eight results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> LowHalves(Vector128<int> r0, Vector128<int> r1)
    {
        return AdvSimd.Arm64.UnzipEven(r0.AsInt16(), r1.AsInt16());
    }

    /// <summary>Eight results, those beyond 16 bits as the nearest value that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Saturated(Vector128<int> r0, Vector128<int> r1)
    {
        return AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(r0), r1);
    }

    /// <summary>Sixteen sums as bytes, with saturation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Bytes(Vector128<short> s0, Vector128<short> s1)
    {
        return AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(s0), s1);
    }
}
