using System.Numerics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Gives candidates best first without sorting those that nobody asks for: they are put into buckets by the leading bits that tell them apart, and
/// a bucket is sorted when its turn comes.
/// </summary>
/// <param name="candidates">The candidates in any order; stay as they are.</param>
/// <param name="ordered">Room for as many.</param>
/// <param name="ends">Room for <see cref="Buckets"/> numbers.</param>
internal ref struct CandidateOrder(ReadOnlySpan<ulong> candidates, Span<ulong> ordered, Span<int> ends)
{
    /// <summary>The number of buckets: enough for some candidates in each, and their counters stay in the nearest cache.</summary>
    public const int Buckets = 1 << LogBuckets;

    private const int LogBuckets = 10;

    private readonly Span<ulong> _ordered = ordered;
    private readonly Span<int> _ends = Distribute(candidates, ordered, ends);
    private int _bucket = -1;
    private int _next;
    private int _sorted;

    /// <summary>The next candidate in descending order.</summary>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake(out ulong candidate)
    {
        while (_next == _sorted && _bucket + 1 < Buckets)
        {
            _sorted = _ends[++_bucket];
            Sort(_ordered[_next.._sorted]);
        }

        bool isThere = _next < _sorted;
        candidate = isThere ? _ordered[_next++] : 0;
        return isThere;
    }

    /// <summary>Puts the candidates into buckets, the best first.</summary>
    /// <returns>Where each bucket ends.</returns>
    private static Span<int> Distribute(ReadOnlySpan<ulong> candidates, Span<ulong> ordered, Span<int> ends)
    {
        (ulong least, ulong most) = (ulong.MaxValue, 0);
        foreach (ulong candidate in candidates)
        {
            (least, most) = (Math.Min(least, candidate), Math.Max(most, candidate));
        }

        ends.Clear();
        int shift = candidates.IsEmpty ? 0 : Math.Max(0, BitOperations.Log2((most - least) | 1) + 1 - LogBuckets);
        foreach (ulong candidate in candidates)
        {
            ends[(int)((most - candidate) >> shift)]++;
        }

        int start = 0;
        foreach (ref int end in ends)
        {
            (start, end) = (start + end, start);
        }

        foreach (ulong candidate in candidates)
        {
            ordered[ends[(int)((most - candidate) >> shift)]++] = candidate;
        }

        return ends;
    }

    private static void Sort(Span<ulong> bucket)
    {
        if (bucket.Length > 1)
        {
            bucket.Sort();
            bucket.Reverse();
        }
    }
}
