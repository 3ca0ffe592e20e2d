using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A table of 256 bytes in 16-byte pieces for VPSHUFB, or in 64-byte pieces for VPERMI2B where AVX-512 has it.</summary>
/// <remarks>
/// VPSHUFB looks up the low four bits, and gives 0 where the index is negative. Piece i holds T[i] XOR T[i - 1], so that after
/// subtracting 16 with
/// saturation from step to step, a byte of upper half-byte h has gathered pieces 0 to h, which is T[h]. Bytes from 128 on do so in a
/// second chain
/// that begins from the byte with its top bit flipped; in the other chain they are negative throughout.
/// </remarks>
internal sealed unsafe class RowTableAvx2 : RowTable
{
    private const int Entries = 256;
    private const int Piece = 16;
    private const int PiecesOfChain = 8;

    private readonly PackedMemory<byte> _table = new(Entries);
    private readonly PackedMemory<byte> _pieces = new(2 * Entries);

    public RowTableAvx2(ImmutableArray<byte> table)
    {
        table.CopyTo(_table.Span);
        for (int i = 0; i < Entries; i++)
        {
            bool isFirst = i % (PiecesOfChain * Piece) < Piece;
            byte piece = isFirst ? table[i] : (byte)(table[i] ^ table[i - Piece]);
            int start = i / Piece * Vector256<byte>.Count + i % Piece;
            _pieces.Span[start] = piece;
            _pieces.Span[start + Piece] = piece;
        }
    }

    /// <inheritdoc/>
    public override void Run(byte* source, byte* destination, nint count)
    {
        if (Avx512Vbmi.IsSupported && count >= Vector512<byte>.Count)
        {
            RunVbmi(_table.Pointer, source, destination, count);
        }
        else if (count >= Vector256<byte>.Count)
        {
            RunShuffles(_pieces.Pointer, source, destination, count);
        }
        else
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = _table.Pointer[source[i]];
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>
    /// The last vector overlaps the one before it; it is read before anything is written, since the destination may be the source.
    /// </summary>
    private static void RunVbmi(byte* table, byte* source, byte* destination, nint count)
    {
        Vector512<byte> t0 = Vector512.Load(table);
        Vector512<byte> t1 = Vector512.Load(table + Vector512<byte>.Count);
        Vector512<byte> t2 = Vector512.Load(table + 2 * Vector512<byte>.Count);
        Vector512<byte> t3 = Vector512.Load(table + 3 * Vector512<byte>.Count);
        nint end = count - Vector512<byte>.Count;
        Vector512<byte> last = Lookup(t0, t1, t2, t3, Vector512.Load(source + end));
        for (nint i = 0; i < end; i += Vector512<byte>.Count)
        {
            Lookup(t0, t1, t2, t3, Vector512.Load(source + i)).Store(destination + i);
        }

        last.Store(destination + end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Lookup(
        Vector512<byte> t0, Vector512<byte> t1, Vector512<byte> t2, Vector512<byte> t3, Vector512<byte> index)
    {
        Vector512<byte> lower = Avx512Vbmi.PermuteVar64x8x2(t0, index, t1);
        Vector512<byte> upper = Avx512Vbmi.PermuteVar64x8x2(t2, index, t3);
        return Avx512BW.BlendVariable(lower, upper, index);
    }

    private static void RunShuffles(byte* pieces, byte* source, byte* destination, nint count)
    {
        nint end = count - Vector256<byte>.Count;
        Vector256<byte> last = Lookup(pieces, Vector256.Load(source + end));
        for (nint i = 0; i < end; i += Vector256<byte>.Count)
        {
            Lookup(pieces, Vector256.Load(source + i)).Store(destination + i);
        }

        last.Store(destination + end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Lookup(byte* pieces, Vector256<byte> index)
    {
        Vector256<sbyte> lower = index.AsSByte();
        Vector256<sbyte> upper = Avx2.Xor(index, Vector256.Create((byte)0x80)).AsSByte();
        Vector256<byte> result = Vector256<byte>.Zero;
        Gather(ref result, ref lower, pieces, 0);
        Gather(ref result, ref lower, pieces, 4);
        Gather(ref result, ref upper, pieces, 8);
        Gather(ref result, ref upper, pieces, 12);
        return result;
    }

    /// <summary>Four pieces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(ref Vector256<byte> result, ref Vector256<sbyte> index, byte* pieces, int piece)
    {
        Vector256<sbyte> step = Vector256.Create((sbyte)Piece);
        byte* four = pieces + piece * Vector256<byte>.Count;
        result = Avx2.Xor(result, Avx2.Shuffle(Vector256.Load(four), index.AsByte()));
        index = Avx2.SubtractSaturate(index, step);
        result = Avx2.Xor(result, Avx2.Shuffle(Vector256.Load(four + 32), index.AsByte()));
        index = Avx2.SubtractSaturate(index, step);
        result = Avx2.Xor(result, Avx2.Shuffle(Vector256.Load(four + 64), index.AsByte()));
        index = Avx2.SubtractSaturate(index, step);
        result = Avx2.Xor(result, Avx2.Shuffle(Vector256.Load(four + 96), index.AsByte()));
        index = Avx2.SubtractSaturate(index, step);
    }
}
