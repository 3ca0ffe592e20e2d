namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>The 64-bit FNV-1a hash (Fowler, Noll, Vo).</summary>
internal static class Fnv1a
{
    /// <summary>The hash of nothing.</summary>
    public const ulong Start = 0xCBF29CE484222325;

    private const ulong Prime = 0x100000001B3;

    /// <summary>The hash of what <paramref name="hash"/> stands for, followed by <paramref name="bytes"/>.</summary>
    public static ulong Append(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }
}
