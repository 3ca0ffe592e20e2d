namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A score with what it belongs to, as one integer whose order is theirs: better scores are larger, of equals the lower index is.</summary>
internal static class Candidate
{
    private const int ScoreShift = 32;
    private const uint SignBit = 1u << 31;

    /// <summary>Packs a score that is a number.</summary>
    public static ulong Of(float score, uint index)
    {
        uint bits = BitConverter.SingleToUInt32Bits(score);
        uint ordered = (bits & SignBit) != 0 ? ~bits : bits | SignBit;
        return (ulong)ordered << ScoreShift | ~index;
    }

    /// <summary>The score.</summary>
    public static float Score(ulong candidate)
    {
        uint ordered = (uint)(candidate >> ScoreShift);
        return BitConverter.UInt32BitsToSingle((ordered & SignBit) != 0 ? ordered & ~SignBit : ~ordered);
    }

    /// <summary>What the score belongs to.</summary>
    public static uint Index(ulong candidate) => ~(uint)candidate;
}
