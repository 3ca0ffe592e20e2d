using MobileNetEdge.Runtime.Lowering;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// TFLite_Detection_PostProcess with the bytes of <see cref="DetectionReference"/>: integers decide which anchors can have a detection, and only
/// for these are scores computed and boxes decoded, each once a class.
/// </summary>
internal sealed unsafe class PackedDetection : PreparedOperator
{
    private readonly AnchorBoxes _boxes;
    private readonly ClassScores _scores;
    private readonly CandidateFilter _filter;
    private readonly DetectionOutputs _outputs;
    private readonly DetectionOptions _options;
    private readonly int _kept;

    public PackedDetection(DetectionStep step, PrepareContext context, ExecutionPath path)
    {
        Path = path;
        _boxes = new AnchorBoxes(step, context);
        _scores = new ClassScores(step, context);
        _filter = new CandidateFilter(step, _scores);
        _outputs = new DetectionOutputs(step, context);
        _options = step.Original.Options;
        _kept = Math.Min(_options.SuppressesPerClass ? _options.DetectionsPerClass : _options.MaxDetections, _boxes.Count);
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <inheritdoc/>
    public override int ScratchByteCount =>
        _boxes.Count * (sizeof(Anchor) + sizeof(ulong)) + _outputs.Room * sizeof(ulong) + _kept * sizeof(Box);

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        byte* place = share.Scratch.At(0);
        Span<Anchor> anchors = new(place, _boxes.Count);
        place += _boxes.Count * sizeof(Anchor);
        Span<ulong> candidates = new(place, _boxes.Count);
        place += _boxes.Count * sizeof(ulong);
        Span<ulong> best = new(place, _outputs.Room);
        Span<Box> kept = new(place + _outputs.Room * sizeof(ulong), _kept);

        ReadOnlySpan<sbyte> stored = _scores.Stored(share.Arena);
        ReadOnlySpan<sbyte> encoded = _boxes.Encoded(share.Arena);
        anchors = anchors[..FindAnchors(stored, anchors)];
        int count = _options.SuppressesPerClass
            ? DetectPerClass(stored, encoded, anchors, candidates, kept, best)
            : DetectAtOnce(stored, encoded, anchors, candidates, kept, best);
        _outputs.Write(share.Arena, best[..count], _boxes, encoded);
    }

    /// <summary>The anchors with a class that may reach the threshold.</summary>
    private int FindAnchors(ReadOnlySpan<sbyte> stored, Span<Anchor> anchors)
    {
        int count = 0;
        int depth = _scores.Depth;
        for (int index = 0; index < _boxes.Count; index++)
        {
            ReadOnlySpan<sbyte> row = stored.Slice(index * depth, depth);
            int least = _filter.Least(row);
            if (least <= sbyte.MaxValue
                && (least <= sbyte.MinValue || row[_scores.Offset..].ContainsAnyInRange((sbyte)least, sbyte.MaxValue)))
            {
                anchors[count++] = new Anchor(_scores.Row(row), index, least);
            }
        }

        return count;
    }

    private int DetectPerClass(
        ReadOnlySpan<sbyte> stored,
        ReadOnlySpan<sbyte> encoded,
        ReadOnlySpan<Anchor> anchors,
        Span<ulong> candidates,
        Span<Box> kept,
        Span<ulong> best)
    {
        int count = 0;
        for (int category = 0; category < _scores.ClassCount; category++)
        {
            int gathered = 0;
            foreach (ref readonly Anchor anchor in anchors)
            {
                gathered = Gather(stored, anchor, category, candidates, gathered);
            }

            ReadOnlySpan<ulong> chosen = Suppress(encoded, candidates[..gathered], kept);
            foreach (ulong candidate in chosen)
            {
                best[count++] = Indexed(candidate, category);
            }

            count = count > _options.MaxDetections ? KeepBest(best[..count]) : count;
        }

        return KeepBest(best[..count]);
    }

    private int DetectAtOnce(
        ReadOnlySpan<sbyte> stored,
        ReadOnlySpan<sbyte> encoded,
        ReadOnlySpan<Anchor> anchors,
        Span<ulong> candidates,
        Span<Box> kept,
        Span<ulong> best)
    {
        int gathered = 0;
        foreach (ref readonly Anchor anchor in anchors)
        {
            gathered = Gather(stored, anchor, BestClass(stored, anchor.Index), candidates, gathered);
        }

        int count = 0;
        foreach (ulong candidate in Suppress(encoded, candidates[..gathered], kept))
        {
            best[count++] = Indexed(candidate, BestClass(stored, (int)Candidate.Index(candidate)));
        }

        return KeepBest(best[..count]);
    }

    private int Gather(ReadOnlySpan<sbyte> stored, in Anchor anchor, int category, Span<ulong> candidates, int gathered)
    {
        sbyte value = stored[anchor.Index * _scores.Depth + _scores.Offset + category];
        if (value >= anchor.Least)
        {
            float score = _scores.Score(value, anchor.Row);
            if (score >= _options.ScoreThreshold)
            {
                candidates[gathered++] = Candidate.Of(score, (uint)anchor.Index);
            }
        }

        return gathered;
    }

    /// <summary>The candidates that no better one overlaps, best first.</summary>
    private ReadOnlySpan<ulong> Suppress(ReadOnlySpan<sbyte> encoded, Span<ulong> candidates, Span<Box> kept)
    {
        candidates.Sort();
        candidates.Reverse();
        int count = 0;
        for (int i = 0; i < candidates.Length && count < kept.Length; i++)
        {
            Box box = _boxes.Decode(encoded, (int)Candidate.Index(candidates[i]));
            if (!IsCovered(box, kept[..count]))
            {
                kept[count] = box;
                candidates[count++] = candidates[i];
            }
        }

        return candidates[..count];
    }

    private bool IsCovered(in Box box, ReadOnlySpan<Box> kept)
    {
        foreach (ref readonly Box better in kept)
        {
            if (better.Overlaps(box, _options.OverlapThreshold))
            {
                return true;
            }
        }

        return false;
    }

    private int KeepBest(Span<ulong> best)
    {
        best.Sort();
        best.Reverse();
        return Math.Min(best.Length, _options.MaxDetections);
    }

    private ulong Indexed(ulong candidate, int category)
    {
        return Candidate.Of(Candidate.Score(candidate), (uint)(category * (long)_boxes.Count + Candidate.Index(candidate)));
    }

    /// <summary>The class of the largest value, the first of equals.</summary>
    private int BestClass(ReadOnlySpan<sbyte> stored, int anchor)
    {
        ReadOnlySpan<sbyte> classes = stored.Slice(anchor * _scores.Depth + _scores.Offset, _scores.ClassCount);
        int best = 0;
        for (int category = 1; category < classes.Length; category++)
        {
            best = classes[category] > classes[best] ? category : best;
        }

        return best;
    }

    /// <summary>An anchor that may have a detection.</summary>
    /// <param name="Row">What its softmax needs to know.</param>
    /// <param name="Index">The anchor.</param>
    /// <param name="Least">Values below it cannot reach the threshold.</param>
    private readonly record struct Anchor(ScoreRow Row, int Index, int Least);
}
