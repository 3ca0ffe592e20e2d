using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MobileNetEdge.Imaging;

/// <summary>A quantizer's table for each channel, applied to rows of 16 bytes that hold red, green and blue by turns.</summary>
internal sealed class PixelTables
{
    private const int Lanes = 16;
    private const int Values = 256;

    private readonly byte[][] _tables = [new byte[Values], new byte[Values], new byte[Values]];

    /// <param name="quantizer">To one byte an element, interleaved.</param>
    public PixelTables(PixelQuantizer quantizer)
    {
        RgbImage ramp = new(Values, 1);
        for (int i = 0; i < ramp.Pixels.Length; i++)
        {
            ramp.Pixels[i] = (byte)(i / 3);
        }

        byte[] quantized = new byte[Values * 3];
        quantizer.Write(ramp, quantized);
        for (int i = 0; i < quantized.Length; i++)
        {
            _tables[i % 3][i / 3] = quantized[i];
        }
    }

    /// <summary>Whether a quantizer has such tables.</summary>
    public static bool Suit(PixelQuantizer quantizer)
    {
        return quantizer is { Type: ElementType.Int8 or ElementType.UInt8, Channels: 3, Layout: PixelLayout.Nhwc };
    }

    /// <summary>The entries of one colour.</summary>
    public (byte R, byte G, byte B) Quantize((byte R, byte G, byte B) colour)
    {
        return (_tables[0][colour.R], _tables[1][colour.G], _tables[2][colour.B]);
    }

    /// <summary>Replaces every byte by its entry.</summary>
    /// <param name="rows">Triples of rows of 16 bytes: red, green, blue.</param>
    public void Apply(Span<byte> rows)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            if (AdvSimd.Arm64.IsSupported)
            {
                ApplyByLookup(rows, channel, _tables[channel]);
            }
            else
            {
                ApplyOneByOne(rows, channel, _tables[channel]);
            }
        }
    }

    private static void ApplyOneByOne(Span<byte> rows, int channel, byte[] table)
    {
        ref byte entries = ref MemoryMarshal.GetArrayDataReference(table);
        for (int i = channel * Lanes; i < rows.Length; i += 3 * Lanes)
        {
            foreach (ref byte value in rows.Slice(i, Lanes))
            {
                value = Unsafe.Add(ref entries, value);
            }
        }
    }

    /// <summary>Four lookups of 64 entries each; an index outside the 64 leaves the lane as it is.</summary>
    private static void ApplyByLookup(Span<byte> rows, int channel, byte[] table)
    {
        ref byte t = ref MemoryMarshal.GetArrayDataReference(table);
        var q0 = (Load(ref t, 0), Load(ref t, 16), Load(ref t, 32), Load(ref t, 48));
        var q1 = (Load(ref t, 64), Load(ref t, 80), Load(ref t, 96), Load(ref t, 112));
        var q2 = (Load(ref t, 128), Load(ref t, 144), Load(ref t, 160), Load(ref t, 176));
        var q3 = (Load(ref t, 192), Load(ref t, 208), Load(ref t, 224), Load(ref t, 240));
        Vector128<byte> quarter = Vector128.Create((byte)64);
        ref byte row = ref MemoryMarshal.GetReference(rows[(channel * Lanes)..]);
        for (int left = rows.Length / (3 * Lanes); left > 0; left--)
        {
            Vector128<byte> index = Vector128.LoadUnsafe(ref row);
            Vector128<byte> value = AdvSimd.Arm64.VectorTableLookup(q0, index);
            index -= quarter;
            value = AdvSimd.Arm64.VectorTableLookupExtension(value, q1, index);
            index -= quarter;
            value = AdvSimd.Arm64.VectorTableLookupExtension(value, q2, index);
            index -= quarter;
            AdvSimd.Arm64.VectorTableLookupExtension(value, q3, index).StoreUnsafe(ref row);
            row = ref Unsafe.Add(ref row, 3 * Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ref byte source, int offset) => Vector128.LoadUnsafe(ref source, (nuint)offset);
}
