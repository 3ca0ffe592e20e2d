using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>The pictures that got another answer: all are counted, of each kind the most severe are kept.</summary>
internal sealed class FlipCollection
{
    private const int MaxOfKind = 24;

    private static readonly Comparer<Flip> SeverestFirst = Comparer<Flip>.Create((a, b) =>
        b.Severity.CompareTo(a.Severity) is not 0 and int order ? order : a.Index.CompareTo(b.Index));

    private readonly SortedSet<Flip>[] _kept = [.. Enum.GetValues<FlipKind>().Select(_ => new SortedSet<Flip>(SeverestFirst))];
    private readonly int[] _counts = new int[Enum.GetValues<FlipKind>().Length];

    /// <summary>How many there were of each kind.</summary>
    public ImmutableArray<int> Counts => [.. _counts];

    public void Add(Flip flip)
    {
        int kind = (int)flip.Kind;
        _counts[kind]++;
        SortedSet<Flip> kept = _kept[kind];
        kept.Add(flip);
        if (kept.Count > MaxOfKind)
        {
            kept.Remove(kept.Max!);
        }
    }

    /// <summary>Those that were kept, kind after kind.</summary>
    public ImmutableArray<Flip> ToImmutable() => [.. _kept.SelectMany(kept => kept)];
}
