namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Measures a detector on pictures.</summary>
/// <param name="pictures">The pictures, in a fixed order: it decides between equal scores.</param>
/// <param name="classCount">The detector's classes.</param>
internal sealed class DetectionTally(IReadOnlyList<DetectedPicture> pictures, int classCount)
{
    private static readonly double[] Overlaps = [.. Enumerable.Range(0, 10).Select(i => 0.5 + i * 0.05)];

    public DetectionAccuracy Measure()
    {
        double?[] classes = [.. Enumerable.Range(0, classCount).Select(c => Average(c, 0.5, AreaRange.All, PrecisionCurve.Area))];
        return new DetectionAccuracy
        {
            Voc50 = Mean(classes) ?? 0,
            Coco50 = Mean(Overlaps[..1], AreaRange.All) ?? 0,
            Coco = Mean(Overlaps, AreaRange.All) ?? 0,
            Small = Mean(Overlaps, AreaRange.Small),
            Medium = Mean(Overlaps, AreaRange.Medium),
            Large = Mean(Overlaps, AreaRange.Large),
            Classes = [.. classes],
        };
    }

    private double? Mean(double[] overlaps, AreaRange range)
    {
        return Mean([.. overlaps.SelectMany(overlap =>
            Enumerable.Range(0, classCount).Select(c => Average(c, overlap, range, PrecisionCurve.AtLevels)))]);
    }

    private double? Average(int category, double overlap, AreaRange range, Func<IReadOnlyList<bool>, int, double> average)
    {
        List<(float Score, bool IsRight)> judged = [];
        int truths = pictures.Sum(picture => picture.Judge(category, overlap, range, judged));
        return truths == 0 ? null : average([.. judged.OrderByDescending(entry => entry.Score).Select(entry => entry.IsRight)], truths);
    }

    private static double? Mean(double?[] values)
    {
        double[] there = [.. values.Where(value => value is not null).Select(value => value!.Value)];
        return there.Length == 0 ? null : there.Average();
    }
}
