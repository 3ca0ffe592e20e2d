using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>How <see cref="DetectionPostProcess"/> decodes boxes and chooses among them.</summary>
public sealed record DetectionOptions
{
    /// <summary>Classes that can be detected; the background, where scores have one, is not among them.</summary>
    public required int ClassCount { get; init; }

    /// <summary>The most detections in all, at least 1.</summary>
    public required int MaxDetections { get; init; }

    /// <summary>The classes named for each box where overlaps are removed regardless of class; of no effect otherwise.</summary>
    public int MaxClassesPerDetection { get; init; } = 1;

    /// <summary>The most detections of one class where overlaps are removed class by class.</summary>
    public int DetectionsPerClass { get; init; } = 100;

    /// <summary>
    /// Whether overlapping boxes are removed class by class; else each anchor stands for its best class alone, and boxes of different classes
    /// remove each other.
    /// </summary>
    public bool SuppressesPerClass { get; init; }

    /// <summary>Boxes with lower scores are left out.</summary>
    public required float ScoreThreshold { get; init; }

    /// <summary>A box goes if its intersection with a better one is more than this share of their union; above 0, at most 1.</summary>
    public required float OverlapThreshold { get; init; }

    /// <summary>What the encoded vertical offset of the centre is divided by: 1 over the variance of other descriptions.</summary>
    public float YScale { get; init; } = 10;

    /// <summary>What the encoded horizontal offset of the centre is divided by.</summary>
    public float XScale { get; init; } = 10;

    /// <summary>What the encoded logarithm of the height is divided by.</summary>
    public float HeightScale { get; init; } = 5;

    /// <summary>What the encoded logarithm of the width is divided by.</summary>
    public float WidthScale { get; init; } = 5;
}

/// <summary>
/// TFLite_Detection_PostProcess: decodes the boxes of a single-shot detector and removes those that overlap better ones.
/// </summary>
/// <remarks>
/// Liu et al., "SSD: Single Shot MultiBox Detector" (2016), section 2.2; TensorFlow Lite's custom operator of that name. A box is encoded as
/// (y, x, h, w) relative to its anchor: centre = y / <see cref="DetectionOptions.YScale"/> × anchor height + anchor y, height =
/// e^(h / <see cref="DetectionOptions.HeightScale"/>) × anchor height. Coordinates are shares of the picture's sides.
/// </remarks>
/// <param name="Boxes">[1, N, 4 or more]: y, x, h, w encoded; further values are not read.</param>
/// <param name="Scores">[1, N, classes], or one more: the background first.</param>
/// <param name="Anchors">[N, 4], constant: centre y, centre x, height, width.</param>
/// <param name="DetectedBoxes">[1, M, 4]: top, left, bottom, right. M is the most detections; what is left over is 0.</param>
/// <param name="DetectedClasses">[1, M]: the classes from 0, without the background.</param>
/// <param name="DetectedScores">[1, M]: the scores, best first.</param>
/// <param name="DetectedCount">[1]: how many detections there are.</param>
/// <param name="Options">How boxes are decoded and chosen.</param>
public sealed record DetectionPostProcess(
    Tensor Boxes,
    Tensor Scores,
    Tensor Anchors,
    Tensor DetectedBoxes,
    Tensor DetectedClasses,
    Tensor DetectedScores,
    Tensor DetectedCount,
    DetectionOptions Options) : Operator
{
    /// <summary>TensorFlow Lite's name of the operator.</summary>
    public const string CustomName = "TFLite_Detection_PostProcess";

    /// <inheritdoc/>
    public override string Name => CustomName;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Boxes, Scores, Anchors];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [DetectedBoxes, DetectedClasses, DetectedScores, DetectedCount];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with
        {
            Boxes = map(Boxes),
            Scores = map(Scores),
            Anchors = map(Anchors),
            DetectedBoxes = map(DetectedBoxes),
            DetectedClasses = map(DetectedClasses),
            DetectedScores = map(DetectedScores),
            DetectedCount = map(DetectedCount),
        };
    }

    /// <summary>The operator that a model's outputs come from, all four in order; null where the model is no detector of this form.</summary>
    public static DetectionPostProcess? EndOf(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Operators.OfType<DetectionPostProcess>().FirstOrDefault(step => step.Outputs.SequenceEqual(model.Outputs));
    }
}
