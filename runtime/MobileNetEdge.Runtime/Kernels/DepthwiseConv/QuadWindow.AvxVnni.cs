using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Quads of unsigned bytes for VPDPBUSD.</summary>
/// <remarks>
/// <code>
///   quads     c0r0 c0r1 c0r2 c0r3 | c1r0 ... c1r3 | ... | c7r0 ... c7r3      32 bytes, one channel a dword
/// </code>
/// </remarks>
internal readonly unsafe struct VnniQuadWindow : IQuadWindow<Vector256<byte>, Vector256<sbyte>>
{
    /// <inheritdoc/>
    public static int InputOffset => 128;

    /// <inheritdoc/>
    public static int QuadBytes => Vector256<byte>.Count;

    /// <inheritdoc/>
    public static void Pack(byte* weights, int channel, int row, sbyte weight) => weights[4 * channel + row] = (byte)weight;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Offset(Vector256<byte> activations) => Avx2.Xor(activations, Vector256.Create((byte)0x80));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<byte> quads) => quads.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* quads) => Vector256.Load(quads);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> LoadWeights(byte* weights) => Vector256.Load((sbyte*)weights);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> accumulators, Vector256<byte> quads, Vector256<sbyte> weights)
    {
        return AvxVnni.MultiplyWideningAndAdd(accumulators, quads, weights);
    }
}
