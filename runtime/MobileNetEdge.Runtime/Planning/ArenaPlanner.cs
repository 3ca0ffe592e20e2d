using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Planning;

/// <summary>Gives each activation its place in one arena, so that tensors needed at the same step never overlap.</summary>
/// <remarks>
/// Greedy by size, as in Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference" (2020), algorithm 3: the largest
/// tensor first, each at the lowest gap among those already placed that live at the same time.
/// </remarks>
internal static class ArenaPlanner
{
    /// <summary>Every slice starts at a multiple of this: a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>Places the activations of a graph.</summary>
    /// <param name="graph">The graph, lowered.</param>
    /// <param name="maxBytes">The largest arena accepted.</param>
    /// <exception cref="UnsupportedModelException">The arena would be larger.</exception>
    public static ArenaPlan Plan(Graph graph, long maxBytes)
    {
        StorageMap storage = new(graph);
        List<Placed> placed = [];
        foreach (TensorLifetime lifetime in TensorLifetime.Of(graph, storage).OrderByDescending(l => l.Tensor.ByteCount).ThenBy(l => l.First))
        {
            long offset = LowestGap(CollectionsMarshal.AsSpan(placed), lifetime);
            if (offset + lifetime.Tensor.ByteCount > Math.Min(maxBytes, int.MaxValue - Alignment))
            {
                throw new UnsupportedModelException(
                    lifetime.Tensor.ToString(), $"with it the arena would pass the limit of {maxBytes} bytes; raise MaxArenaBytes to allow it");
            }

            // Kept in the order of offsets, which is what the search for gaps walks along.
            int at = placed.Count;
            while (at > 0 && placed[at - 1].Offset > offset)
            {
                at--;
            }

            placed.Insert(at, new Placed(lifetime, offset));
        }

        return new ArenaPlan(storage, placed.ToDictionary(p => p.Lifetime, p => new ArenaSlice((int)p.Offset, (int)p.Lifetime.Tensor.ByteCount)));
    }

    /// <summary>The lowest offset at which a tensor fits between those that live at the same time; a loop that runs n² times.</summary>
    private static long LowestGap(ReadOnlySpan<Placed> placed, TensorLifetime lifetime)
    {
        long candidate = 0;
        foreach (ref readonly Placed neighbour in placed)
        {
            if (!neighbour.Lifetime.Overlaps(lifetime))
            {
                continue;
            }

            if (candidate + lifetime.Tensor.ByteCount <= neighbour.Offset)
            {
                break;
            }

            candidate = Math.Max(candidate, AlignUp(neighbour.Offset + neighbour.Lifetime.Tensor.ByteCount));
        }

        return candidate;
    }

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    public static long AlignUp(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    private readonly record struct Placed(TensorLifetime Lifetime, long Offset);
}
