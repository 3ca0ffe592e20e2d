using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Quads of signed words for VPMADDWD: even rows in one register, odd rows in another.</summary>
/// <remarks>
/// <code>
///   quads     c0r0 c0r2 | c1r0 c1r2 | ... | c7r0 c7r2      16 words, one channel a dword
///             c0r1 c0r3 | c1r1 c1r3 | ... | c7r1 c7r3
/// </code>
/// </remarks>
internal readonly unsafe struct WordQuadWindow : IQuadWindow<WordPair, WordPair>
{
    private const int ByteBits = 8;

    /// <inheritdoc/>
    public static int InputOffset => 0;

    /// <inheritdoc/>
    public static int QuadBytes => 2 * Vector256<byte>.Count;

    /// <inheritdoc/>
    public static void Pack(byte* weights, int channel, int row, sbyte weight)
    {
        ((short*)weights)[(row & 1) * Vector256<short>.Count + 2 * channel + (row >> 1)] = weight;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Offset(Vector256<byte> activations) => activations;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<byte> quads)
    {
        Vector256<short> even = Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogical(quads.AsInt16(), ByteBits), ByteBits);
        even.Store((short*)destination);
        Avx2.ShiftRightArithmetic(quads.AsInt16(), ByteBits).Store((short*)destination + Vector256<short>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair Load(byte* quads) => WordPair.Load(quads);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair LoadWeights(byte* weights) => WordPair.Load(weights);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> accumulators, WordPair quads, WordPair weights)
    {
        return WordPair.Add(accumulators, quads, weights);
    }
}
