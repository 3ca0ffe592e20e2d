using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>One thread's part of a step.</summary>
/// <param name="Arena">The interpreter's activations, the same for all parts.</param>
/// <param name="Scratch">Memory of the thread that runs the part, <see cref="PreparedOperator.ScratchByteCount"/> bytes at least.</param>
/// <param name="Part">Which part.</param>
/// <param name="Parts">Of how many; at most <see cref="PreparedOperator.MaxParts"/>.</param>
internal readonly record struct Share(Arena Arena, Scratch Scratch, int Part, int Parts)
{
    /// <summary>The time that the largest part takes in relation to an equal split, where work of so many granules is shared.</summary>
    public static double Imbalance(int granules, int parts) => (double)((granules + parts - 1) / parts) * parts / granules;

    /// <summary>
    /// The part's units out of <paramref name="total"/>: contiguous, disjoint, equal within one <paramref name="granule"/>; only the last
    /// part may end off a multiple of the granule.
    /// </summary>
    public (int First, int End) Of(int total, int granule = 1)
    {
        int granules = (total + granule - 1) / granule;
        int first = (int)((long)granules * Part / Parts) * granule;
        int end = (int)((long)granules * (Part + 1) / Parts) * granule;
        return (first, Math.Min(end, total));
    }
}
