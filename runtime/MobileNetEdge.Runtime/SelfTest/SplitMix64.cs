namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Random numbers that are the same on every machine and in every version: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An integer from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Next(int min, int max) => min + (int)((Next() >> 32) % ((ulong)((long)max - min) + 1));
}
