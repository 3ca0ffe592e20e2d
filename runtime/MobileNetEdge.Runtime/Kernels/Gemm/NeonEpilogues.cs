using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary><see cref="EpilogueForm.Unsigned"/>.</summary>
internal readonly unsafe struct UnsignedNeonEpilogue : INeonEpilogue<UnsignedNeonEpilogue>
{
    /// <inheritdoc/>
    public static UnsignedNeonEpilogue Load(sbyte* constants) => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1, Vector128<int> r2, Vector128<int> r3)
    {
        Vector64<byte> lower = AdvSimd.ExtractNarrowingSaturateUnsignedLower(NeonEpilogue.LowHalves(r0, r1));
        Vector128<byte> all = AdvSimd.ExtractNarrowingSaturateUnsignedUpper(lower, NeonEpilogue.LowHalves(r2, r3));
        return (all ^ Vector128.Create((byte)0x80)).AsSByte();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector64<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1)
    {
        return (AdvSimd.ExtractNarrowingSaturateUnsignedLower(NeonEpilogue.LowHalves(r0, r1)) ^ Vector64.Create((byte)0x80)).AsSByte();
    }
}

/// <summary><see cref="EpilogueForm.Signed"/>.</summary>
internal readonly unsafe struct SignedNeonEpilogue(Vector128<short> zeroPoint) : INeonEpilogue<SignedNeonEpilogue>
{
    private readonly Vector128<short> _zeroPoint = zeroPoint;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SignedNeonEpilogue Load(sbyte* constants) => new(AdvSimd.LoadVector128((short*)constants));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1, Vector128<int> r2, Vector128<int> r3)
    {
        return NeonEpilogue.Bytes(
            AdvSimd.AddSaturate(NeonEpilogue.LowHalves(r0, r1), _zeroPoint),
            AdvSimd.AddSaturate(NeonEpilogue.LowHalves(r2, r3), _zeroPoint));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector64<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1)
    {
        return AdvSimd.ExtractNarrowingSaturateLower(AdvSimd.AddSaturate(NeonEpilogue.LowHalves(r0, r1), _zeroPoint));
    }
}

/// <summary><see cref="EpilogueForm.Clamped"/>.</summary>
internal readonly unsafe struct ClampedNeonEpilogue(SignedNeonEpilogue inner, Vector128<sbyte> min, Vector128<sbyte> max)
    : INeonEpilogue<ClampedNeonEpilogue>
{
    private readonly SignedNeonEpilogue _inner = inner;
    private readonly Vector128<sbyte> _min = min;
    private readonly Vector128<sbyte> _max = max;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ClampedNeonEpilogue Load(sbyte* constants)
    {
        return new(SignedNeonEpilogue.Load(constants), AdvSimd.LoadVector128(constants + 16), AdvSimd.LoadVector128(constants + 32));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1, Vector128<int> r2, Vector128<int> r3)
    {
        return AdvSimd.Min(AdvSimd.Max(_inner.Narrow(r0, r1, r2, r3), _min), _max);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector64<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1)
    {
        return AdvSimd.Min(AdvSimd.Max(_inner.Narrow(r0, r1), _min.GetLower()), _max.GetLower());
    }
}

/// <summary><see cref="EpilogueForm.Wide"/>.</summary>
internal readonly unsafe struct WideNeonEpilogue(Vector128<short> zeroPoint, Vector128<sbyte> min, Vector128<sbyte> max)
    : INeonEpilogue<WideNeonEpilogue>
{
    private readonly Vector128<short> _zeroPoint = zeroPoint;
    private readonly Vector128<sbyte> _min = min;
    private readonly Vector128<sbyte> _max = max;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNeonEpilogue Load(sbyte* constants)
    {
        return new(
            AdvSimd.LoadVector128((short*)constants), AdvSimd.LoadVector128(constants + 16), AdvSimd.LoadVector128(constants + 32));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1, Vector128<int> r2, Vector128<int> r3)
    {
        Vector128<sbyte> bytes = NeonEpilogue.Bytes(
            AdvSimd.AddSaturate(NeonEpilogue.Saturated(r0, r1), _zeroPoint),
            AdvSimd.AddSaturate(NeonEpilogue.Saturated(r2, r3), _zeroPoint));
        return AdvSimd.Min(AdvSimd.Max(bytes, _min), _max);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector64<sbyte> Narrow(Vector128<int> r0, Vector128<int> r1)
    {
        Vector128<short> sums = AdvSimd.AddSaturate(NeonEpilogue.Saturated(r0, r1), _zeroPoint);
        return AdvSimd.Min(AdvSimd.Max(AdvSimd.ExtractNarrowingSaturateLower(sums), _min.GetLower()), _max.GetLower());
    }
}
