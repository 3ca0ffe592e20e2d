using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Validation;

/// <summary>Rules of the end of a detector.</summary>
internal static class DetectionRules
{
    /// <summary>Boxes of one picture; each takes some bytes of a thread's working memory.</summary>
    private const int MaxAnchors = 1 << 16;

    public static void Check(DetectionStep step)
    {
        DetectionPostProcess original = step.Original;
        CheckTypes(step);
        Shape scores = original.Scores.Shape;
        Shape boxes = original.Boxes.Shape;
        Require.Valid(
            boxes.Rank == 3 && scores.Rank == 3 && boxes[0] == 1 && scores[0] == 1 && boxes[1] == scores[1] && boxes[2] >= 4,
            step,
            "boxes must be [1, N, 4 or more] and scores [1, N, classes]");
        Require.Valid(
            original.Anchors.Shape.Rank == 2 && original.Anchors.Shape[0] == boxes[1] && original.Anchors.Shape[1] == 4,
            step,
            $"anchors must be [{boxes[1]}, 4], not {original.Anchors.Shape}");
        Require.Valid(
            step.Boxes.Shape.ElementCount == boxes.ElementCount && step.Scores.Shape.ElementCount == scores.ElementCount,
            step,
            "conversions must keep the number of elements");
        Require.Supported(boxes[1] <= MaxAnchors, step, $"more than {MaxAnchors} boxes");
        CheckOptions(step, original.Options, scores[2]);
        CheckOutputs(step, original);
    }

    private static void CheckTypes(DetectionStep step)
    {
        Require.Quantized8(step, step.Boxes);
        Require.Quantized8(step, step.Scores);
        Tensor anchors = step.Original.Anchors;
        Require.Supported(anchors.IsConstant, step, "anchors that are computed");
        Require.Supported(
            anchors.Type == ElementType.Float32 || (anchors.Type.IsQuantized8 && anchors.Quantization is { IsPerChannel: false }),
            step,
            $"anchors {anchors} must be float32, int8 or uint8");
        Require.Valid(anchors.Type != ElementType.Float32 || AreFinite(anchors), step, "anchors must be finite");
        Require.Supported(step.Outputs.All(output => output.Type == ElementType.Float32), step, "detections that are not float32");
    }

    private static void CheckOptions(DetectionStep step, DetectionOptions options, int scored)
    {
        Require.Valid(
            options.ClassCount >= 1 && (scored == options.ClassCount || scored == options.ClassCount + 1L),
            step,
            $"there must be scores for {options.ClassCount} classes, or one more");
        Require.Valid(
            options.MaxDetections >= 1 && options.DetectionsPerClass >= 1 && options.MaxClassesPerDetection >= 1, step, "counts must be at least 1");
        Require.Supported(
            options.SuppressesPerClass || options.MaxClassesPerDetection == 1, step, "more than one class for each detection");
        Require.Valid(
            options.OverlapThreshold is > 0 and <= 1 && float.IsFinite(options.ScoreThreshold), step, "thresholds must be finite, the overlap's in (0, 1]");
        Require.Valid(
            Usable(options.YScale) && Usable(options.XScale) && Usable(options.HeightScale) && Usable(options.WidthScale),
            step,
            "scales of boxes must be positive and finite");
        Require.Valid(step.Function.Kind != ScoreKind.Softmax || (step.Function.Beta > 0 && float.IsFinite(step.Function.Beta)), step, "beta must be positive and finite");
    }

    private static void CheckOutputs(DetectionStep step, DetectionPostProcess original)
    {
        int most = original.DetectedClasses.Shape.ElementCount;
        Require.Valid(
            most >= original.Options.MaxDetections
                && original.DetectedBoxes.Shape.ElementCount == 4L * most
                && original.DetectedScores.Shape.ElementCount == most
                && original.DetectedCount.Shape.ElementCount == 1,
            step,
            $"outputs must have room for {original.Options.MaxDetections} detections");
    }

    private static bool AreFinite(Tensor anchors)
    {
        foreach (float value in MemoryMarshal.Cast<byte, float>(anchors.Data.Span))
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Usable(float scale) => scale > 0 && float.IsFinite(scale);
}
