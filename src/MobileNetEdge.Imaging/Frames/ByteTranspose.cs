using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Imaging;

/// <summary>Exchanges rows and columns of bytes in blocks of 16 by 16.</summary>
internal static class ByteTranspose
{
    private const int Side = 16;

    /// <summary>16 rows become columns of 16 bytes, or the reverse.</summary>
    /// <param name="source">Its first block first.</param>
    /// <param name="sourceStep">Bytes from row to row of the source.</param>
    /// <param name="sourceBlock">Bytes from block to block of the source.</param>
    /// <param name="target">Overwritten.</param>
    /// <param name="targetStep">Bytes from row to row of the target.</param>
    /// <param name="targetBlock">Bytes from block to block of the target.</param>
    /// <param name="blocks">How many blocks.</param>
    public static void Blocks(
        ReadOnlySpan<byte> source, int sourceStep, int sourceBlock, Span<byte> target, int targetStep, int targetBlock, int blocks)
    {
        if (blocks > 0)
        {
            // The last block is inside: so are all.
            _ = source.Slice((blocks - 1) * sourceBlock, ((Side - 1) * sourceStep) + Side);
            _ = target.Slice((blocks - 1) * targetBlock, ((Side - 1) * targetStep) + Side);
        }

        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        for (int block = 0; block < blocks; block++)
        {
            if (AdvSimd.Arm64.IsSupported || Sse2.IsSupported)
            {
                Zipped(ref from, sourceStep, ref to, targetStep);
            }
            else
            {
                Plain(ref from, sourceStep, ref to, targetStep);
            }

            from = ref Unsafe.Add(ref from, sourceBlock);
            to = ref Unsafe.Add(ref to, targetBlock);
        }
    }

    private static void Plain(ref byte source, int sourceStep, ref byte target, int targetStep)
    {
        for (int i = 0; i < Side * Side; i++)
        {
            Unsafe.Add(ref target, (i % Side * targetStep) + (i / Side)) = Unsafe.Add(ref source, (i / Side * sourceStep) + (i % Side));
        }
    }

    /// <summary>Four rounds of zipping row i with row i + 8; each moves one bit of the column's index to the row's.</summary>
    private static void Zipped(ref byte source, nint step, ref byte target, nint targetStep)
    {
        ref byte upper = ref Unsafe.Add(ref source, 8 * step);
        (Vector128<byte> a0, Vector128<byte> a1) = Zip(Load(ref source, 0 * step), Load(ref upper, 0 * step));
        (Vector128<byte> a2, Vector128<byte> a3) = Zip(Load(ref source, 1 * step), Load(ref upper, 1 * step));
        (Vector128<byte> a4, Vector128<byte> a5) = Zip(Load(ref source, 2 * step), Load(ref upper, 2 * step));
        (Vector128<byte> a6, Vector128<byte> a7) = Zip(Load(ref source, 3 * step), Load(ref upper, 3 * step));
        (Vector128<byte> a8, Vector128<byte> a9) = Zip(Load(ref source, 4 * step), Load(ref upper, 4 * step));
        (Vector128<byte> a10, Vector128<byte> a11) = Zip(Load(ref source, 5 * step), Load(ref upper, 5 * step));
        (Vector128<byte> a12, Vector128<byte> a13) = Zip(Load(ref source, 6 * step), Load(ref upper, 6 * step));
        (Vector128<byte> a14, Vector128<byte> a15) = Zip(Load(ref source, 7 * step), Load(ref upper, 7 * step));
        (Vector128<byte> b0, Vector128<byte> b1) = Zip(a0, a8);
        (Vector128<byte> b2, Vector128<byte> b3) = Zip(a1, a9);
        (Vector128<byte> b4, Vector128<byte> b5) = Zip(a2, a10);
        (Vector128<byte> b6, Vector128<byte> b7) = Zip(a3, a11);
        (Vector128<byte> b8, Vector128<byte> b9) = Zip(a4, a12);
        (Vector128<byte> b10, Vector128<byte> b11) = Zip(a5, a13);
        (Vector128<byte> b12, Vector128<byte> b13) = Zip(a6, a14);
        (Vector128<byte> b14, Vector128<byte> b15) = Zip(a7, a15);
        (a0, a1) = Zip(b0, b8);
        (a2, a3) = Zip(b1, b9);
        (a4, a5) = Zip(b2, b10);
        (a6, a7) = Zip(b3, b11);
        (a8, a9) = Zip(b4, b12);
        (a10, a11) = Zip(b5, b13);
        (a12, a13) = Zip(b6, b14);
        (a14, a15) = Zip(b7, b15);
        Store(Zip(a0, a8), ref Unsafe.Add(ref target, 0 * targetStep), targetStep);
        Store(Zip(a1, a9), ref Unsafe.Add(ref target, 2 * targetStep), targetStep);
        Store(Zip(a2, a10), ref Unsafe.Add(ref target, 4 * targetStep), targetStep);
        Store(Zip(a3, a11), ref Unsafe.Add(ref target, 6 * targetStep), targetStep);
        Store(Zip(a4, a12), ref Unsafe.Add(ref target, 8 * targetStep), targetStep);
        Store(Zip(a5, a13), ref Unsafe.Add(ref target, 10 * targetStep), targetStep);
        Store(Zip(a6, a14), ref Unsafe.Add(ref target, 12 * targetStep), targetStep);
        Store(Zip(a7, a15), ref Unsafe.Add(ref target, 14 * targetStep), targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ref byte source, nint offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((Vector128<byte> Low, Vector128<byte> High) rows, ref byte target, nint step)
    {
        rows.Low.StoreUnsafe(ref target);
        rows.High.StoreUnsafe(ref Unsafe.Add(ref target, step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> Low, Vector128<byte> High) Zip(Vector128<byte> a, Vector128<byte> b)
    {
        return AdvSimd.Arm64.IsSupported
            ? (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b))
            : (Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b));
    }
}
