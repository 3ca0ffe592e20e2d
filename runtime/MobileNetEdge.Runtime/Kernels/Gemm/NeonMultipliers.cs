using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The multipliers of 8 or 16 columns.</summary>
internal readonly struct NeonMultipliers
{
    /// <summary>Columns 0 to 3.</summary>
    public readonly Vector128<int> M0;

    /// <summary>Columns 4 to 7.</summary>
    public readonly Vector128<int> M1;

    /// <summary>Columns 8 to 11.</summary>
    public readonly Vector128<int> M2;

    /// <summary>Columns 12 to 15.</summary>
    public readonly Vector128<int> M3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NeonMultipliers(Vector128<int> m0, Vector128<int> m1, Vector128<int> m2, Vector128<int> m3)
    {
        (M0, M1, M2, M3) = (m0, m1, m2, m3);
    }

    /// <summary>Reads as many as there are columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe NeonMultipliers Load<TColumns>(int* multipliers)
        where TColumns : unmanaged, ITileSize
    {
        return new(
            AdvSimd.LoadVector128(multipliers),
            AdvSimd.LoadVector128(multipliers + 4),
            sizeof(TColumns) == 8 ? default : AdvSimd.LoadVector128(multipliers + 8),
            sizeof(TColumns) == 8 ? default : AdvSimd.LoadVector128(multipliers + 12));
    }
}
