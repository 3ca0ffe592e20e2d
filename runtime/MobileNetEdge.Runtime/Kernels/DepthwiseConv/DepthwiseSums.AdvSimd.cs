using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The accumulators of eight channels.</summary>
internal readonly struct DepthwiseSums(Vector128<int> lower, Vector128<int> upper)
{
    /// <summary>Channels 0 to 3.</summary>
    public readonly Vector128<int> Lower = lower;

    /// <summary>Channels 4 to 7.</summary>
    public readonly Vector128<int> Upper = upper;

    /// <summary>Accumulators, or multipliers, from packed memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe DepthwiseSums Load(sbyte* block, int offset)
    {
        return new(Vector128.Load((int*)(block + offset)), Vector128.Load((int*)(block + offset + 16)));
    }

    /// <summary>Adds eight products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DepthwiseSums Add(Vector128<short> products)
    {
        // The upper half first: where the lower one is taken last, taking it costs no move.
        Vector128<int> upper = AdvSimd.AddWideningUpper(Upper, products);
        return new(AdvSimd.AddWideningLower(Lower, products.GetLower()), upper);
    }

    /// <summary>Adds eight products of two taps: 2 × 127 × 128 fits 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DepthwiseSums AddPair(Vector64<sbyte> x0, Vector64<sbyte> w0, Vector64<sbyte> x1, Vector64<sbyte> w1)
    {
        return Add(AdvSimd.MultiplyWideningLowerAndAdd(AdvSimd.MultiplyWideningLower(x0, w0), x1, w1));
    }

    /// <summary>Equation (7) of numerics.md, in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<short> Requantize<TStage>(DepthwiseSums multipliers)
        where TStage : struct, INeonStage
    {
        return TStage.Narrow(
            AdvSimd.MultiplyRoundedDoublingSaturateHigh(Lower, multipliers.Lower),
            AdvSimd.MultiplyRoundedDoublingSaturateHigh(Upper, multipliers.Upper));
    }
}
