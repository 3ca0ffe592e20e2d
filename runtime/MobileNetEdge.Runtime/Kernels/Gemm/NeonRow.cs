using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The accumulators of 8 or 16 columns of one row: four registers, filled and emptied here.</summary>
/// <remarks>The methods are static and take the row by reference, so that the fields stay in registers.</remarks>
internal struct NeonRow
{
    /// <summary>Columns 0 to 3.</summary>
    public Vector128<int> C0;

    /// <summary>Columns 4 to 7.</summary>
    public Vector128<int> C1;

    /// <summary>Columns 8 to 11.</summary>
    public Vector128<int> C2;

    /// <summary>Columns 12 to 15.</summary>
    public Vector128<int> C3;

    /// <summary>Fills the accumulators with the initial values of 8 or 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Start<TColumns>(ref NeonRow row, int* initial)
        where TColumns : unmanaged, ITileSize
    {
        (row.C0, row.C1) = AdvSimd.Arm64.LoadPairVector128(initial);
        if (sizeof(TColumns) == 16)
        {
            (row.C2, row.C3) = AdvSimd.Arm64.LoadPairVector128(initial + 8);
        }
    }

    /// <summary>Requantizes, equation (7) of numerics.md, and stores 8 or 16 columns, equation (8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store<TColumns, TEpilogue>(ref NeonRow row, sbyte* output, NeonMultipliers m, TEpilogue epilogue)
        where TColumns : unmanaged, ITileSize
        where TEpilogue : struct, INeonEpilogue<TEpilogue>
    {
        Vector128<int> r0 = AdvSimd.MultiplyRoundedDoublingSaturateHigh(row.C0, m.M0);
        Vector128<int> r1 = AdvSimd.MultiplyRoundedDoublingSaturateHigh(row.C1, m.M1);
        if (sizeof(TColumns) == 8)
        {
            AdvSimd.Store(output, epilogue.Narrow(r0, r1));
            return;
        }

        Vector128<int> r2 = AdvSimd.MultiplyRoundedDoublingSaturateHigh(row.C2, m.M2);
        Vector128<int> r3 = AdvSimd.MultiplyRoundedDoublingSaturateHigh(row.C3, m.M3);
        AdvSimd.Store(output, epilogue.Narrow(r0, r1, r2, r3));
    }
}
