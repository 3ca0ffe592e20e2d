using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The way from requantized values of 32 bits to stored bytes in ARM64 registers, numerics.md equation (8).</summary>
internal interface INeonStage
{
    /// <summary>Eight values in 16 bits.</summary>
    static abstract Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper);

    /// <summary>Adds the zero point to eight values and clamps them.</summary>
    static abstract Vector64<sbyte> Store(Vector128<short> values, NeonStageConstants constants);

    /// <summary>Adds the zero point to sixteen values and clamps them.</summary>
    static abstract Vector128<sbyte> Store(Vector128<short> lower, Vector128<short> upper, NeonStageConstants constants);
}

/// <summary>An output stage in registers.</summary>
internal readonly struct NeonStageConstants(OutputStage stage)
{
    /// <summary>The zero point.</summary>
    public readonly Vector128<short> ZeroPoint = Vector128.Create((short)stage.ZeroPoint);

    /// <summary>The smallest value stored.</summary>
    public readonly Vector128<sbyte> Min = Vector128.Create((sbyte)stage.Range.Min);

    /// <summary>The largest value stored.</summary>
    public readonly Vector128<sbyte> Max = Vector128.Create((sbyte)stage.Range.Max);
}

/// <summary>
/// Results fit 16 bits, the zero point is -128 and the clamp is the whole int8 range, as after a calibrated ReLU or ReLU6: saturating to
/// uint8 clamps, flipping the top bit adds the zero point.
/// </summary>
internal readonly struct NeonUnsignedStage : INeonStage
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper)
    {
        return AdvSimd.Arm64.UnzipEven(lower.AsInt16(), upper.AsInt16());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector64<sbyte> Store(Vector128<short> values, NeonStageConstants constants)
    {
        // Flipped in the whole register: the lower half of a constant that is used again would cost a move.
        return (AdvSimd.ExtractNarrowingSaturateUnsignedLower(values).AsSByte().ToVector128Unsafe() ^ constants.Min).GetLower();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Store(Vector128<short> lower, Vector128<short> upper, NeonStageConstants constants)
    {
        Vector64<byte> narrow = AdvSimd.ExtractNarrowingSaturateUnsignedLower(lower);
        return AdvSimd.ExtractNarrowingSaturateUnsignedUpper(narrow, upper).AsSByte() ^ constants.Min;
    }
}

/// <summary>Results fit 16 bits and the clamp is the whole int8 range: saturating to int8 clamps.</summary>
internal readonly struct NeonSignedStage : INeonStage
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper) => NeonUnsignedStage.Narrow(lower, upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector64<sbyte> Store(Vector128<short> values, NeonStageConstants constants)
    {
        return AdvSimd.ExtractNarrowingSaturateLower(AdvSimd.AddSaturate(values, constants.ZeroPoint));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Store(Vector128<short> lower, Vector128<short> upper, NeonStageConstants constants)
    {
        return AdvSimd.ExtractNarrowingSaturateUpper(Store(lower, constants), AdvSimd.AddSaturate(upper, constants.ZeroPoint));
    }
}

/// <summary>Results fit 16 bits.</summary>
internal readonly struct NeonClampedStage : INeonStage
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper) => NeonUnsignedStage.Narrow(lower, upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector64<sbyte> Store(Vector128<short> values, NeonStageConstants constants)
    {
        Vector128<sbyte> stored = NeonSignedStage.Store(values, constants).ToVector128Unsafe();
        return AdvSimd.Min(AdvSimd.Max(stored, constants.Min), constants.Max).GetLower();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Store(Vector128<short> lower, Vector128<short> upper, NeonStageConstants constants)
    {
        return AdvSimd.Min(AdvSimd.Max(NeonSignedStage.Store(lower, upper, constants), constants.Min), constants.Max);
    }
}

/// <summary>
/// Results may need more than 16 bits: they are narrowed with saturation, which the clamp makes exact, for a value beyond 16 bits lies
/// beyond 8 bits with any zero point added.
/// </summary>
internal readonly struct NeonWideStage : INeonStage
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper)
    {
        return AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(lower), upper);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector64<sbyte> Store(Vector128<short> values, NeonStageConstants constants)
    {
        return NeonClampedStage.Store(values, constants);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Store(Vector128<short> lower, Vector128<short> upper, NeonStageConstants constants)
    {
        return NeonClampedStage.Store(lower, upper, constants);
    }
}
