using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>VPMADDWD: two products of signed words a dword, twice. VPMADDUBSW would saturate.</summary>
/// <remarks>
/// <code>
///   weights      c0k0 c0k1 | c1k0 c1k1 | ... | c7k0 c7k1     16 words, then the same of k2 k3
///   activations  a0   a1   | a0   a1   | ... | a0   a1       VPBROADCASTD, VPMOVSXBW, VPSHUFD; then a2 a3
/// </code>
/// </remarks>
internal readonly unsafe struct WordQuadProduct : IQuadProduct<WordPair, WordPair>
{
    private const int Columns = Requantizer.Panel;
    private const byte FirstPair = 0b1010_0000;
    private const byte SecondPair = 0b1111_0101;

    /// <inheritdoc/>
    public static int InputOffset => 0;

    /// <inheritdoc/>
    public static int MaxRows => 4;

    /// <inheritdoc/>
    public static int WeightBytes => 8 * Columns;

    /// <inheritdoc/>
    public static void Pack(byte* step, int place, int depth, sbyte weight)
    {
        ((short*)step)[(depth >> 1) * 2 * Columns + 2 * place + (depth & 1)] = weight;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair Spread(sbyte* activations)
    {
        Vector256<int> all = Avx2.ConvertToVector256Int16(Vector128.Create(*(int*)activations).AsSByte()).AsInt32();
        return new(Avx2.Shuffle(all, FirstPair).AsInt16(), Avx2.Shuffle(all, SecondPair).AsInt16());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair Load(byte* step) => WordPair.Load(step);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> accumulators, WordPair activations, WordPair weights)
    {
        return WordPair.Add(accumulators, activations, weights);
    }
}
