namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Random numbers that are the same on every machine.</summary>
/// <remarks>Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).</remarks>
internal sealed class SplitMix64(ulong seed)
{
    private const int Bits = 53;
    private ulong _state = seed;

    /// <summary>A multiple of 2^-52 from -1 up to, but not, 1.</summary>
    public double NextSigned() => ((double)(Next() >> (64 - Bits)) / (1L << (Bits - 1))) - 1;

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
