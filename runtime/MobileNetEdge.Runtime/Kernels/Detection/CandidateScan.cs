using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Finds the scores that reach the threshold: integers decide for most anchors that there are none.</summary>
internal sealed class CandidateScan
{
    /// <summary>Says that candidates do not fit.</summary>
    public const int TooMany = -1;

    private readonly ClassScores _scores;
    private readonly CandidateFilter _filter;
    private readonly float _threshold;
    private readonly int _anchors;

    public CandidateScan(DetectionStep step, PrepareContext context)
    {
        _scores = new ClassScores(step, context);
        _filter = new CandidateFilter(step, _scores);
        _threshold = step.Original.Options.ScoreThreshold;
        _anchors = step.Original.Scores.Shape[1];
    }

    /// <summary>Classes without the background.</summary>
    public int ClassCount => _scores.ClassCount;

    /// <summary>The stored values.</summary>
    public ReadOnlySpan<sbyte> Stored(Arena arena) => _scores.Stored(arena);

    /// <summary>The candidates of some classes; the index of one is its class times the number of anchors, plus its anchor.</summary>
    /// <param name="stored">The stored values.</param>
    /// <param name="first">The first class.</param>
    /// <param name="classes">How many.</param>
    /// <param name="candidates">Room for them: where there is enough for one class of every anchor, one class always fits.</param>
    /// <returns>How many there are, in no particular order; <see cref="TooMany"/> where there is not room for all.</returns>
    public int PerClass(ReadOnlySpan<sbyte> stored, int first, int classes, Span<ulong> candidates)
    {
        int count = 0;
        for (int anchor = 0; anchor < _anchors; anchor++)
        {
            ReadOnlySpan<sbyte> row = Row(stored, anchor);
            ReadOnlySpan<sbyte> judged = row.Slice(_scores.Offset + first, classes);
            int next = FirstThatMayReach(row, judged, out sbyte least);
            if (next < 0)
            {
                continue;
            }

            if (count + judged.Length > candidates.Length)
            {
                return TooMany;
            }

            ScoreRow sums = _scores.Row(row);
            for (; next < judged.Length; next++)
            {
                if (judged[next] >= least && _scores.Score(judged[next], sums) is float score && score >= _threshold)
                {
                    candidates[count++] = Candidate.Of(score, (uint)((first + next) * (long)_anchors + anchor));
                }
            }
        }

        return count;
    }

    /// <summary>The best class of each anchor, where it reaches the threshold; the index of a candidate is its anchor.</summary>
    /// <param name="stored">The stored values.</param>
    /// <param name="candidates">Room for every anchor.</param>
    /// <returns>How many there are.</returns>
    public int PerAnchor(ReadOnlySpan<sbyte> stored, Span<ulong> candidates)
    {
        int count = 0;
        for (int anchor = 0; anchor < _anchors; anchor++)
        {
            ReadOnlySpan<sbyte> row = Row(stored, anchor);
            if (FirstThatMayReach(row, row[_scores.Offset..], out _) >= 0)
            {
                float score = _scores.Score(row[_scores.Offset + BestClass(stored, anchor)], _scores.Row(row));
                if (score >= _threshold)
                {
                    candidates[count++] = Candidate.Of(score, (uint)anchor);
                }
            }
        }

        return count;
    }

    /// <summary>The class of an anchor's largest value, the first of equals.</summary>
    public int BestClass(ReadOnlySpan<sbyte> stored, int anchor)
    {
        ReadOnlySpan<sbyte> classes = Row(stored, anchor)[_scores.Offset..];
        int best = 0;
        for (int category = 1; category < classes.Length; category++)
        {
            best = classes[category] > classes[best] ? category : best;
        }

        return best;
    }

    private int FirstThatMayReach(ReadOnlySpan<sbyte> row, ReadOnlySpan<sbyte> judged, out sbyte least)
    {
        int bound = _filter.Least(row);
        least = (sbyte)Math.Clamp(bound, sbyte.MinValue, sbyte.MaxValue);
        return bound > sbyte.MaxValue ? -1 : judged.IndexOfAnyInRange(least, sbyte.MaxValue);
    }

    private ReadOnlySpan<sbyte> Row(ReadOnlySpan<sbyte> stored, int anchor) => stored.Slice(anchor * _scores.Depth, _scores.Depth);
}
