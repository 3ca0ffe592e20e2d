using System.Runtime.InteropServices;
using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A detector's post-processing on floats: what the runtime's on integers is measured against.</summary>
/// <param name="end">How boxes are decoded and chosen; overlaps are removed class by class.</param>
/// <param name="hasIndependentScores">Whether logits go through a sigmoid each; else through a softmax. Null where they are scores already.</param>
internal sealed class FloatPostProcess(DetectionPostProcess end, bool? hasIndependentScores)
{
    private readonly float[] _anchors = AnchorsOf(end);

    /// <summary>Finds detections, best first.</summary>
    /// <param name="boxes">Encoded, four numbers an anchor.</param>
    /// <param name="logits">As many for each anchor as there are classes, or one more.</param>
    public List<Found> Run(ReadOnlySpan<float> boxes, ReadOnlySpan<float> logits)
    {
        DetectionOptions options = end.Options;
        int depth = logits.Length * 4 / boxes.Length;
        float[] scores = Scores(logits, depth);
        Found[] decoded = [.. Decode(boxes)];
        List<Found> found = [];
        for (int category = 0; category < options.ClassCount; category++)
        {
            List<Found> candidates = [];
            for (int anchor = 0; anchor < decoded.Length; anchor++)
            {
                float score = scores[anchor * depth + depth - options.ClassCount + category];
                if (score >= options.ScoreThreshold)
                {
                    candidates.Add(decoded[anchor] with { Category = category, Score = score });
                }
            }

            found.AddRange(Suppress(candidates).Take(options.DetectionsPerClass));
        }

        return [.. found.OrderByDescending(detection => detection.Score).Take(options.MaxDetections)];
    }

    private IEnumerable<Found> Suppress(List<Found> candidates)
    {
        List<Found> kept = [];
        foreach (Found candidate in candidates.OrderByDescending(detection => detection.Score))
        {
            if (kept.TrueForAll(better => BoxOverlap.Of(better, candidate) <= end.Options.OverlapThreshold))
            {
                kept.Add(candidate);
                yield return candidate;
            }
        }
    }

    private List<Found> Decode(ReadOnlySpan<float> boxes)
    {
        DetectionOptions options = end.Options;
        List<Found> decoded = [];
        for (int i = 0; i < boxes.Length; i += 4)
        {
            float y = boxes[i] / options.YScale * _anchors[i + 2] + _anchors[i];
            float x = boxes[i + 1] / options.XScale * _anchors[i + 3] + _anchors[i + 1];
            float height = MathF.Exp(boxes[i + 2] / options.HeightScale) * _anchors[i + 2];
            float width = MathF.Exp(boxes[i + 3] / options.WidthScale) * _anchors[i + 3];
            decoded.Add(new(0, 0, y - height / 2, x - width / 2, y + height / 2, x + width / 2));
        }

        return decoded;
    }

    private float[] Scores(ReadOnlySpan<float> logits, int depth)
    {
        float[] scores = logits.ToArray();
        if (hasIndependentScores == true)
        {
            return Array.ConvertAll(scores, logit => 1 / (1 + MathF.Exp(-logit)));
        }

        for (int row = 0; row < scores.Length && hasIndependentScores == false; row += depth)
        {
            Span<float> values = scores.AsSpan(row, depth);
            float max = float.NegativeInfinity;
            foreach (float value in values)
            {
                max = MathF.Max(max, value);
            }

            float sum = 0;
            foreach (ref float value in values)
            {
                value = MathF.Exp(value - max);
                sum += value;
            }

            foreach (ref float value in values)
            {
                value /= sum;
            }
        }

        return scores;
    }

    private static float[] AnchorsOf(DetectionPostProcess end)
    {
        return end.Anchors.Type == ElementType.Float32
            ? MemoryMarshal.Cast<byte, float>(end.Anchors.Data.Span).ToArray()
            : [.. Int8Values.Widen(end.Anchors).Select(value => (float)value)];
    }
}
