using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Imaging;

/// <summary>Weighted sums of rows of bytes: (sum of weight x byte + 128) >> 8, in 16 bits, which weights that sum to 256 never exceed.</summary>
internal static class WeightedRows
{
    private const int Block = 64;
    private const int Lanes = 16;

    /// <summary>One result row from the rows of a plane.</summary>
    /// <param name="plane">The plane from the first byte that is needed; holds every row that the axis names.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="axis">The filter.</param>
    /// <param name="i">The result row.</param>
    /// <param name="result">The row; its length is how many bytes of each row are used.</param>
    public static void Weigh(ReadOnlySpan<byte> plane, int stride, FrameAxis axis, int i, Span<byte> result)
    {
        (int tap, int end) = (axis.Begin(i), axis.Begin(i + 1));
        ref int rows = ref MemoryMarshal.GetArrayDataReference(axis.Samples);
        ref byte weights = ref MemoryMarshal.GetArrayDataReference(axis.Weights);
        ref byte source = ref MemoryMarshal.GetReference(plane);
        ref byte target = ref MemoryMarshal.GetReference(result);
        int x = 0;
        for (; x <= result.Length - Block; x += Block)
        {
            WeighBlock(ref Unsafe.Add(ref source, x), stride, ref rows, ref weights, tap, end, ref Unsafe.Add(ref target, x));
        }

        for (; x <= result.Length - Lanes; x += Lanes)
        {
            WeighLanes(ref Unsafe.Add(ref source, x), stride, ref rows, ref weights, tap, end).StoreUnsafe(ref target, (nuint)x);
        }

        if (x < result.Length && result.Length >= Lanes)
        {
            x = result.Length - Lanes;
            WeighLanes(ref Unsafe.Add(ref source, x), stride, ref rows, ref weights, tap, end).StoreUnsafe(ref target, (nuint)x);
            return;
        }

        for (; x < result.Length; x++)
        {
            int sum = 128;
            for (int t = tap; t < end; t++)
            {
                sum += plane[(axis.Samples[t] * stride) + x] * axis.Weights[t];
            }

            result[x] = (byte)(sum >> 8);
        }
    }

    /// <summary>Adds weight x byte in 16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Vector128<ushort> low, ref Vector128<ushort> high, ref byte bytes, byte weight)
    {
        if (AdvSimd.IsSupported)
        {
            // Two halves, which one instruction loads; a lower half taken from 16 bytes would be copied first.
            Vector64<byte> factor = Vector64.Create(weight);
            low = AdvSimd.MultiplyWideningLowerAndAdd(low, Vector64.LoadUnsafe(ref bytes), factor);
            high = AdvSimd.MultiplyWideningLowerAndAdd(high, Vector64.LoadUnsafe(ref bytes, 8), factor);
        }
        else
        {
            Vector128<ushort> factor = Vector128.Create((ushort)weight);
            (Vector128<ushort> a, Vector128<ushort> b) = Vector128.Widen(Vector128.LoadUnsafe(ref bytes));
            low += a * factor;
            high += b * factor;
        }
    }

    /// <summary>Rounds the sums to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Finish(Vector128<ushort> low, Vector128<ushort> high)
    {
        if (AdvSimd.IsSupported)
        {
            return AdvSimd.ShiftRightLogicalRoundedNarrowingUpper(AdvSimd.ShiftRightLogicalRoundedNarrowingLower(low, 8), high, 8);
        }

        Vector128<ushort> half = Vector128.Create((ushort)128);
        return Vector128.Narrow((low + half) >> 8, (high + half) >> 8);
    }

    private static Vector128<byte> WeighLanes(ref byte source, nint stride, ref int rows, ref byte weights, nint tap, nint end)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = (default, default);
        for (; tap < end; tap++)
        {
            ref byte row = ref Unsafe.Add(ref source, Unsafe.Add(ref rows, tap) * stride);
            Add(ref low, ref high, ref row, Unsafe.Add(ref weights, tap));
        }

        return Finish(low, high);
    }

    /// <summary>64 bytes of the result, in eight accumulators of eight 16-bit lanes.</summary>
    private static void WeighBlock(ref byte source, nint stride, ref int rows, ref byte weights, nint tap, nint end, ref byte target)
    {
        (Vector128<ushort> a0, Vector128<ushort> a1, Vector128<ushort> b0, Vector128<ushort> b1) = (default, default, default, default);
        (Vector128<ushort> c0, Vector128<ushort> c1, Vector128<ushort> d0, Vector128<ushort> d1) = (default, default, default, default);
        for (; tap < end; tap++)
        {
            byte weight = Unsafe.Add(ref weights, tap);
            ref byte row = ref Unsafe.Add(ref source, Unsafe.Add(ref rows, tap) * stride);
            Add(ref a0, ref a1, ref row, weight);
            Add(ref b0, ref b1, ref Unsafe.Add(ref row, 16), weight);
            Add(ref c0, ref c1, ref Unsafe.Add(ref row, 32), weight);
            Add(ref d0, ref d1, ref Unsafe.Add(ref row, 48), weight);
        }

        Finish(a0, a1).StoreUnsafe(ref target);
        Finish(b0, b1).StoreUnsafe(ref target, 16);
        Finish(c0, c1).StoreUnsafe(ref target, 32);
        Finish(d0, d1).StoreUnsafe(ref target, 48);
    }
}
