using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Two registers of sixteen words: four signed factors for each of eight dwords.</summary>
internal readonly unsafe struct WordPair(Vector256<short> first, Vector256<short> second)
{
    /// <summary>The first two factors.</summary>
    public readonly Vector256<short> First = first;

    /// <summary>The other two.</summary>
    public readonly Vector256<short> Second = second;

    /// <summary>Reads 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair Load(byte* words)
    {
        return new(Vector256.Load((short*)words), Vector256.Load((short*)words + Vector256<short>.Count));
    }

    /// <summary>Adds four products to each dword.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> accumulators, WordPair a, WordPair b)
    {
        accumulators = Avx2.Add(accumulators, Avx2.MultiplyAddAdjacent(a.First, b.First));
        return Avx2.Add(accumulators, Avx2.MultiplyAddAdjacent(a.Second, b.Second));
    }
}
