using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>TFLite_Detection_PostProcess, numerics.md equations (22) to (26): every score is computed, and boxes are compared pair by pair.</summary>
internal sealed unsafe class DetectionReference : PreparedOperator
{
    private readonly AnchorBoxes _boxes;
    private readonly ClassScores _scores;
    private readonly DetectionOutputs _outputs;
    private readonly DetectionOptions _options;

    public DetectionReference(DetectionStep step, PrepareContext context)
    {
        _boxes = new AnchorBoxes(step, context);
        _scores = new ClassScores(step, context);
        _outputs = new DetectionOutputs(step, context);
        _options = step.Original.Options;
    }

    /// <inheritdoc/>
    public override int ScratchByteCount => sizeof(ulong) * (_boxes.Count + _outputs.Room);

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        Span<ulong> candidates = new(share.Scratch.At(0), _boxes.Count);
        Span<ulong> best = new(share.Scratch.At(sizeof(ulong) * _boxes.Count), _outputs.Room);
        ReadOnlySpan<sbyte> encoded = _boxes.Encoded(share.Arena);
        int count = 0;
        int passes = _options.SuppressesPerClass ? _scores.ClassCount : 1;
        for (int pass = 0; pass < passes; pass++)
        {
            Span<ulong> sorted = candidates[..Gather(share.Arena, pass, candidates)];
            sorted.Sort();
            sorted.Reverse();
            int most = _options.SuppressesPerClass ? _options.DetectionsPerClass : _options.MaxDetections;
            foreach (ulong kept in Suppress(encoded, sorted, Math.Min(most, _boxes.Count)))
            {
                // The index of a detection is its class times the number of anchors, plus its anchor; so is its rank among equal scores.
                uint anchor = Candidate.Index(kept);
                int category = _options.SuppressesPerClass ? pass : BestClass(Row(share.Arena, (int)anchor));
                best[count++] = Candidate.Of(Candidate.Score(kept), (uint)(category * (long)_boxes.Count + anchor));
            }

            best[..count].Sort();
            best[..count].Reverse();
            count = Math.Min(count, _options.MaxDetections);
        }

        _outputs.Write(share.Arena, best[..count], _boxes, encoded);
    }

    /// <summary>The scores of a class that reach the threshold; or, once for all classes, each anchor's best score.</summary>
    private int Gather(Arena arena, int category, Span<ulong> candidates)
    {
        int count = 0;
        for (int anchor = 0; anchor < _boxes.Count; anchor++)
        {
            ReadOnlySpan<sbyte> row = Row(arena, anchor);
            int judged = _options.SuppressesPerClass ? category : BestClass(row);
            float score = _scores.Score(row[_scores.Offset + judged], _scores.Row(row));
            if (score >= _options.ScoreThreshold)
            {
                candidates[count++] = Candidate.Of(score, (uint)anchor);
            }
        }

        return count;
    }

    /// <summary>Moves the boxes that no better one overlaps to the front, best first.</summary>
    private Span<ulong> Suppress(ReadOnlySpan<sbyte> encoded, Span<ulong> sorted, int most)
    {
        int count = 0;
        for (int i = 0; i < sorted.Length && count < most; i++)
        {
            Box box = _boxes.Decode(encoded, (int)Candidate.Index(sorted[i]));
            bool isCovered = false;
            for (int j = 0; j < count; j++)
            {
                Box better = _boxes.Decode(encoded, (int)Candidate.Index(sorted[j]));
                isCovered |= better.Overlaps(box, _options.OverlapThreshold);
            }

            if (!isCovered)
            {
                sorted[count++] = sorted[i];
            }
        }

        return sorted[..count];
    }

    private ReadOnlySpan<sbyte> Row(Arena arena, int anchor) => _scores.Stored(arena).Slice(anchor * _scores.Depth, _scores.Depth);

    /// <summary>The class of the largest value, the first of equals: every score function keeps the order of the values.</summary>
    private int BestClass(ReadOnlySpan<sbyte> row)
    {
        int best = 0;
        for (int category = 1; category < _scores.ClassCount; category++)
        {
            best = row[_scores.Offset + category] > row[_scores.Offset + best] ? category : best;
        }

        return best;
    }
}
