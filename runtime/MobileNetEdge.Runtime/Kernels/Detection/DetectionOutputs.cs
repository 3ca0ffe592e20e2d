using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The four results of a detector.</summary>
internal sealed class DetectionOutputs
{
    private readonly ArenaSlice _boxes;
    private readonly ArenaSlice _classes;
    private readonly ArenaSlice _scores;
    private readonly ArenaSlice _count;

    public DetectionOutputs(DetectionStep step, PrepareContext context)
    {
        DetectionPostProcess original = step.Original;
        DetectionOptions options = original.Options;
        (_boxes, _classes) = (context.Slice(original.DetectedBoxes), context.Slice(original.DetectedClasses));
        (_scores, _count) = (context.Slice(original.DetectedScores), context.Slice(original.DetectedCount));
        int anchors = original.Boxes.Shape[1];
        Room = options.SuppressesPerClass
            ? options.MaxDetections + Math.Min(options.DetectionsPerClass, anchors)
            : Math.Min(options.MaxDetections, anchors);
    }

    /// <summary>The most detections that are at hand at any time: the best of the classes so far, and those of the next class.</summary>
    public int Room { get; }

    /// <summary>Writes the detections, best first, and clears the rest.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="best">Candidates whose index is the class times the number of anchors, plus the anchor.</param>
    /// <param name="anchors">Decodes boxes.</param>
    /// <param name="encoded">The encoded boxes.</param>
    public void Write(Arena arena, ReadOnlySpan<ulong> best, AnchorBoxes anchors, ReadOnlySpan<sbyte> encoded)
    {
        Span<float> boxes = arena.Span<float>(_boxes);
        Span<float> classes = arena.Span<float>(_classes);
        Span<float> scores = arena.Span<float>(_scores);
        boxes.Clear();
        classes.Clear();
        scores.Clear();
        for (int i = 0; i < best.Length; i++)
        {
            (uint category, uint anchor) = Math.DivRem(Candidate.Index(best[i]), (uint)anchors.Count);
            Box box = anchors.Decode(encoded, (int)anchor);
            (boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]) = (box.Top, box.Left, box.Bottom, box.Right);
            classes[i] = category;
            scores[i] = Candidate.Score(best[i]);
        }

        arena.Span<float>(_count)[0] = best.Length;
    }
}
