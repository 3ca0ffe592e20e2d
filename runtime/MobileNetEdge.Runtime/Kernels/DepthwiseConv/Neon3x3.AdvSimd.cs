using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The sum over a window of 3×3 in five groups.</summary>
internal static class Neon3x3
{
    /// <summary>Adds nine products of eight channels; inputs and weights column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DepthwiseSums Sum(
        DepthwiseSums initial,
        Vector64<sbyte> x00, Vector64<sbyte> x10, Vector64<sbyte> x20,
        Vector64<sbyte> x01, Vector64<sbyte> x11, Vector64<sbyte> x21,
        Vector64<sbyte> x02, Vector64<sbyte> x12, Vector64<sbyte> x22,
        Vector64<sbyte> w00, Vector64<sbyte> w10, Vector64<sbyte> w20,
        Vector64<sbyte> w01, Vector64<sbyte> w11, Vector64<sbyte> w21,
        Vector64<sbyte> w02, Vector64<sbyte> w12, Vector64<sbyte> w22)
    {
        return initial
            .AddPair(x00, w00, x10, w10)
            .AddPair(x01, w01, x11, w11)
            .AddPair(x20, w20, x21, w21)
            .AddPair(x02, w02, x12, w12)
            .Add(AdvSimd.MultiplyWideningLower(x22, w22));
    }
}
