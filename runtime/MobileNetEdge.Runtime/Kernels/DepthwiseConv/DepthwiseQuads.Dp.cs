using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Four taps of eight channels, as SDOT reads them: channels 0 to 3, and 4 to 7.</summary>
internal readonly struct DepthwiseQuads(Vector128<sbyte> lower, Vector128<sbyte> upper)
{
    /// <summary>Channels 0 to 3, the taps of a channel side by side.</summary>
    public readonly Vector128<sbyte> Lower = lower;

    /// <summary>Channels 4 to 7.</summary>
    public readonly Vector128<sbyte> Upper = upper;

    /// <summary>Quads from packed memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe DepthwiseQuads Load(sbyte* block, int index)
    {
        return new(Vector128.Load(block + index * DepthwiseBlock.QuadBytes), Vector128.Load(block + index * DepthwiseBlock.QuadBytes + 16));
    }

    /// <summary>Quads of four vectors of eight channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DepthwiseQuads Zip(Vector64<sbyte> a, Vector64<sbyte> b, Vector64<sbyte> c, Vector64<sbyte> d)
    {
        return Zip(Pairs(a, b), Pairs(c, d));
    }

    /// <summary>Two vectors of eight channels, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Pairs(Vector64<sbyte> a, Vector64<sbyte> b)
    {
        return AdvSimd.Arm64.ZipLow(a.ToVector128Unsafe(), b.ToVector128Unsafe()).AsInt16();
    }

    /// <summary>Quads of pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DepthwiseQuads Zip(Vector128<short> ab, Vector128<short> cd)
    {
        return new(AdvSimd.Arm64.ZipLow(ab, cd).AsSByte(), AdvSimd.Arm64.ZipHigh(ab, cd).AsSByte());
    }
}

/// <summary>Products of quads.</summary>
internal static class DepthwiseDot
{
    /// <summary>Adds the products of four taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DepthwiseSums Dot(this DepthwiseSums sums, DepthwiseQuads x, DepthwiseQuads weights)
    {
        return new(Dp.DotProduct(sums.Lower, x.Lower, weights.Lower), Dp.DotProduct(sums.Upper, x.Upper, weights.Upper));
    }
}
