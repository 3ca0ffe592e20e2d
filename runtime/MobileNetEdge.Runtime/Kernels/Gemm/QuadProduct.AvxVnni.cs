using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>VPDPBUSD: four products of an unsigned and a signed byte a dword.</summary>
/// <remarks>
/// <code>
///   weights      c0k0 c0k1 c0k2 c0k3 | c1k0 ... c1k3 | ... | c7k0 ... c7k3     32 bytes, one column a dword
///   activations  a0   a1   a2   a3   | a0   ... a3   | ... | a0   ... a3       VPBROADCASTD, VPXOR: a + 128
/// </code>
/// </remarks>
internal readonly unsafe struct VnniQuadProduct : IQuadProduct<Vector256<byte>, Vector256<sbyte>>
{
    private const int Columns = Requantizer.Panel;

    /// <inheritdoc/>
    public static int InputOffset => 128;

    /// <inheritdoc/>
    public static int MaxRows => Avx512F.VL.IsSupported ? 7 : 6;

    /// <inheritdoc/>
    public static int WeightBytes => 4 * Columns;

    /// <inheritdoc/>
    public static void Pack(byte* step, int place, int depth, sbyte weight) => step[4 * place + depth] = (byte)weight;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Spread(sbyte* activations)
    {
        return Avx2.Xor(Vector256.Create(*(int*)activations).AsByte(), Vector256.Create((byte)0x80));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Load(byte* step) => Vector256.Load((sbyte*)step);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> accumulators, Vector256<byte> activations, Vector256<sbyte> weights)
    {
        return AvxVnni.MultiplyWideningAndAdd(accumulators, activations, weights);
    }
}
