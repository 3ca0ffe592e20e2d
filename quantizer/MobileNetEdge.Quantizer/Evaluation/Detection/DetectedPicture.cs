using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A picture with what is there and what was found.</summary>
/// <param name="Pixels">Its area.</param>
/// <param name="Truths">What is there.</param>
/// <param name="Found">What was found, best first.</param>
internal sealed record DetectedPicture(double Pixels, IReadOnlyList<TruthBox> Truths, IReadOnlyList<Found> Found)
{
    /// <summary>
    /// Judges the detections of a class, best first: each takes the free box that it overlaps most, by at least a share; boxes that do not count
    /// only where no other is left. COCO's evaluation code, evaluateImg.
    /// </summary>
    /// <param name="category">The class.</param>
    /// <param name="overlap">The least intersection over union.</param>
    /// <param name="range">The areas that count.</param>
    /// <param name="judged">Takes score and verdict of each detection that counts.</param>
    /// <returns>How many boxes there are to find.</returns>
    public int Judge(int category, double overlap, AreaRange range, List<(float Score, bool IsRight)> judged)
    {
        TruthBox[] truths = [.. Truths.Where(truth => truth.Category == category).OrderBy(truth => !Counts(truth, range))];
        bool[] taken = new bool[truths.Length];
        foreach (Found found in Found)
        {
            if (found.Category != category)
            {
                continue;
            }

            int best = Best(found, truths, taken, overlap, range);
            if (best >= 0)
            {
                taken[best] = true;
            }

            bool counts = best >= 0 ? Counts(truths[best], range) : range.Contains(Area(found.Bottom - found.Top, found.Right - found.Left));
            if (counts)
            {
                judged.Add((found.Score, best >= 0));
            }
        }

        return truths.Count(truth => Counts(truth, range));
    }

    private int Best(Found found, TruthBox[] truths, bool[] taken, double overlap, AreaRange range)
    {
        (int best, double most) = (-1, overlap);
        for (int i = 0; i < truths.Length; i++)
        {
            if (taken[i] && !truths[i].IsCrowd)
            {
                continue;
            }

            // Those that count come first: what does not count cannot take a detection away from them.
            if (best >= 0 && Counts(truths[best], range) && !Counts(truths[i], range))
            {
                break;
            }

            double own = BoxOverlap.Of(found, truths[i]);
            if (own >= most)
            {
                (best, most) = (i, own);
            }
        }

        return best;
    }

    private bool Counts(TruthBox truth, AreaRange range) => !truth.IsCrowd && range.Contains(Area(truth.Bottom - truth.Top, truth.Right - truth.Left));

    private double Area(double height, double width) => Pixels * height * width;
}
