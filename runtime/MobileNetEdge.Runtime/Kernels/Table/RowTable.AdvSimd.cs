using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A function of one byte in registers.</summary>
/// <remarks>
/// The table fills 16 registers, of which one lookup reads 4. Each of the four lookups serves the indices of its quarter; TBX leaves a lane
/// alone whose index, less the quarter's start, is not below 64:
/// <code>
///   v0 .. v3     T[0] .. T[63]       TBL by q
///   v4 .. v7     T[64] .. T[127]     TBX by q - 64
///   v8 .. v11    T[128] .. T[191]    TBX by q - 128
///   v12 .. v15   T[192] .. T[255]    TBX by q - 192
/// </code>
/// </remarks>
internal sealed unsafe class RowTableAdvSimd : RowTable
{
    private const int Step = 64;
    private const int Lanes = 16;

    private readonly PackedMemory<byte> _table = new(256);

    public RowTableAdvSimd(ImmutableArray<byte> table)
    {
        table.CopyTo(_table.Span);
    }

    /// <inheritdoc/>
    public override void Run(byte* source, byte* destination, nint count)
    {
        nint vectors = count & -Lanes;
        RunVectors(_table.Pointer, source, destination, vectors);
        for (nint i = vectors; i < count; i++)
        {
            destination[i] = _table.Pointer[source[i]];
        }
    }

    private static void RunVectors(byte* table, byte* source, byte* destination, nint count)
    {
        Vector128<byte> a0 = Vector128.Load(table), a1 = Vector128.Load(table + 16);
        Vector128<byte> a2 = Vector128.Load(table + 32), a3 = Vector128.Load(table + 48);
        table += Step;
        Vector128<byte> b0 = Vector128.Load(table), b1 = Vector128.Load(table + 16);
        Vector128<byte> b2 = Vector128.Load(table + 32), b3 = Vector128.Load(table + 48);
        table += Step;
        Vector128<byte> c0 = Vector128.Load(table), c1 = Vector128.Load(table + 16);
        Vector128<byte> c2 = Vector128.Load(table + 32), c3 = Vector128.Load(table + 48);
        table += Step;
        Vector128<byte> d0 = Vector128.Load(table), d1 = Vector128.Load(table + 16);
        Vector128<byte> d2 = Vector128.Load(table + 32), d3 = Vector128.Load(table + 48);
        Vector128<byte> quarter = Vector128.Create((byte)Step);
        for (; count >= Step; count -= Step)
        {
            Vector128<byte> p = Vector128.Load(source), q = Vector128.Load(source + 16);
            Vector128<byte> r = Vector128.Load(source + 32), s = Vector128.Load(source + 48);
            source += Step;
            Vector128<byte> pt = AdvSimd.Arm64.VectorTableLookup((a0, a1, a2, a3), p);
            Vector128<byte> qt = AdvSimd.Arm64.VectorTableLookup((a0, a1, a2, a3), q);
            Vector128<byte> rt = AdvSimd.Arm64.VectorTableLookup((a0, a1, a2, a3), r);
            Vector128<byte> st = AdvSimd.Arm64.VectorTableLookup((a0, a1, a2, a3), s);
            p -= quarter;
            q -= quarter;
            r -= quarter;
            s -= quarter;
            pt = AdvSimd.Arm64.VectorTableLookupExtension(pt, (b0, b1, b2, b3), p);
            qt = AdvSimd.Arm64.VectorTableLookupExtension(qt, (b0, b1, b2, b3), q);
            rt = AdvSimd.Arm64.VectorTableLookupExtension(rt, (b0, b1, b2, b3), r);
            st = AdvSimd.Arm64.VectorTableLookupExtension(st, (b0, b1, b2, b3), s);
            p -= quarter;
            q -= quarter;
            r -= quarter;
            s -= quarter;
            pt = AdvSimd.Arm64.VectorTableLookupExtension(pt, (c0, c1, c2, c3), p);
            qt = AdvSimd.Arm64.VectorTableLookupExtension(qt, (c0, c1, c2, c3), q);
            rt = AdvSimd.Arm64.VectorTableLookupExtension(rt, (c0, c1, c2, c3), r);
            st = AdvSimd.Arm64.VectorTableLookupExtension(st, (c0, c1, c2, c3), s);
            p -= quarter;
            q -= quarter;
            r -= quarter;
            s -= quarter;
            pt = AdvSimd.Arm64.VectorTableLookupExtension(pt, (d0, d1, d2, d3), p);
            qt = AdvSimd.Arm64.VectorTableLookupExtension(qt, (d0, d1, d2, d3), q);
            rt = AdvSimd.Arm64.VectorTableLookupExtension(rt, (d0, d1, d2, d3), r);
            st = AdvSimd.Arm64.VectorTableLookupExtension(st, (d0, d1, d2, d3), s);
            pt.Store(destination);
            qt.Store(destination + 16);
            rt.Store(destination + 32);
            st.Store(destination + 48);
            destination += Step;
        }

        for (; count > 0; count -= Lanes)
        {
            Vector128<byte> p = Vector128.Load(source);
            source += Lanes;
            Vector128<byte> pt = AdvSimd.Arm64.VectorTableLookup((a0, a1, a2, a3), p);
            p -= quarter;
            pt = AdvSimd.Arm64.VectorTableLookupExtension(pt, (b0, b1, b2, b3), p);
            p -= quarter;
            pt = AdvSimd.Arm64.VectorTableLookupExtension(pt, (c0, c1, c2, c3), p);
            p -= quarter;
            pt = AdvSimd.Arm64.VectorTableLookupExtension(pt, (d0, d1, d2, d3), p);
            pt.Store(destination);
            destination += Lanes;
        }
    }
}
