using MobileNetEdge.Quantizer.Evaluation;
using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Tests.Detection;

/// <summary>Average precision, worked out by hand.</summary>
public sealed class AveragePrecisionTests
{
    /// <summary>Right, wrong, right of three: precision 1 up to a recall of 1/3, then 2/3 up to 2/3, then nothing.</summary>
    [Fact]
    public void Curve_is_that_of_the_definitions()
    {
        bool[] judged = [true, false, true];

        Assert.Equal(1.0 / 3 + 2.0 / 9, PrecisionCurve.Area(judged, 3), 1e-12);

        // Recall levels 0 to 0.33 are 34, 0.34 to 0.66 are 33.
        Assert.Equal((34 + 33 * 2.0 / 3) / 101, PrecisionCurve.AtLevels(judged, 3), 1e-12);
    }

    [Fact]
    public void Later_precision_counts_for_earlier_recall()
    {
        Assert.Equal(0.5, PrecisionCurve.Area([false, true], 1), 1e-12);
        Assert.Equal(0, PrecisionCurve.Area([], 4));
        Assert.Equal(0, PrecisionCurve.AtLevels([false], 1));
    }

    [Fact]
    public void Each_box_is_found_once_by_the_best_detection()
    {
        DetectedPicture picture = Picture([Truth(0, 0, 1, 1)], [Box(0.9f, 0, 0, 1, 0.9f), Box(0.8f, 0, 0, 1, 1)]);
        List<(float Score, bool IsRight)> judged = [];

        Assert.Equal(1, picture.Judge(0, 0.5, AreaRange.All, judged));
        Assert.Equal([(0.9f, true), (0.8f, false)], judged);
    }

    [Fact]
    public void Overlap_must_reach_the_threshold()
    {
        DetectedPicture picture = Picture([Truth(0, 0, 1, 1)], [Box(0.9f, 0, 0, 1, 0.75f)]);
        List<(float Score, bool IsRight)> judged = [];

        picture.Judge(0, 0.75, AreaRange.All, judged);
        picture.Judge(0, 0.8, AreaRange.All, judged);
        Assert.Equal([(0.9f, true), (0.9f, false)], judged);
    }

    [Fact]
    public void Crowd_counts_neither_for_nor_against()
    {
        DetectedPicture picture = Picture(
            [Truth(0, 0, 1, 1) with { IsCrowd = true }, Truth(0, 0, 0.2f, 0.2f)],
            [Box(0.9f, 0, 0, 0.2f, 0.2f), Box(0.8f, 0.5f, 0.5f, 0.6f, 0.6f), Box(0.7f, 0.7f, 0.7f, 0.8f, 0.8f)]);
        List<(float Score, bool IsRight)> judged = [];

        Assert.Equal(1, picture.Judge(0, 0.5, AreaRange.All, judged));
        Assert.Equal([(0.9f, true)], judged);
    }

    [Fact]
    public void Other_sizes_count_neither_for_nor_against()
    {
        DetectedPicture picture = Picture([Truth(0, 0, 1, 1), Truth(0, 0, 0.1f, 0.1f)], [Box(0.9f, 0, 0, 1, 1), Box(0.8f, 0, 0, 0.1f, 0.1f), Box(0.7f, 0.5f, 0.5f, 1, 1)]);
        List<(float Score, bool IsRight)> judged = [];

        Assert.Equal(1, picture.Judge(0, 0.5, AreaRange.Small, judged));
        Assert.Equal([(0.8f, true)], judged);
    }

    [Fact]
    public void Means_are_over_the_classes_that_occur()
    {
        DetectedPicture picture = Picture(
            [Truth(0, 0, 1, 1), Truth(0, 0, 1, 1) with { Category = 2 }],
            [Box(0.9f, 0, 0, 1, 1), Box(0.8f, 0, 0, 1, 1) with { Category = 1 }]);

        DetectionAccuracy accuracy = new DetectionTally([picture], 3).Measure();

        Assert.Equal([1, null, 0], accuracy.Classes);
        Assert.Equal((0.5, 0.5, 0.5), (accuracy.Voc50, accuracy.Coco50, accuracy.Coco));
        Assert.Null(accuracy.Small);
        Assert.Equal(0.5, accuracy.Large);
    }

    private static DetectedPicture Picture(TruthBox[] truths, Found[] found) => new(200 * 200, truths, found);

    private static TruthBox Truth(float top, float left, float bottom, float right) => new(0, top, left, bottom, right, false);

    private static Found Box(float score, float top, float left, float bottom, float right) => new(0, score, top, left, bottom, right);
}
