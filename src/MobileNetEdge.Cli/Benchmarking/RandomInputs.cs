using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Benchmarking;

/// <summary>Noise in the range of normalized pixels, the same on every machine: enough to give a network with random weights its ranges.</summary>
internal sealed class RandomInputs : CalibrationInputs
{
    /// <inheritdoc/>
    public override int Count => 4;

    /// <inheritdoc/>
    public override string? Fill(int index, Span<float> destination)
    {
        // A linear congruential generator (Knuth, MMIX) is random enough for noise.
        ulong state = (ulong)index + 1;
        foreach (ref float value in destination)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            value = (int)(state >> 32) / (float)int.MaxValue;
        }

        return null;
    }
}
