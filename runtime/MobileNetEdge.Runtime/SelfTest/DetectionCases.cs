using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Ends of detectors: every score function, with and without background, boxes of one class or all against each other.</summary>
internal static class DetectionCases
{
    private const int Outputs = 4;

    private static readonly (int Anchors, int Classes, bool HasBackground, float Threshold)[] Sizes =
    [
        (1, 1, true, 0.5f), (7, 3, false, 0.25f), (40, 2, true, 0.3f), (150, 20, true, 0.05f), (90, 5, false, 0), (64, 33, true, 0.75f),
    ];

    public static IEnumerable<SelfTestCase> All()
    {
        foreach (ScoreKind kind in Enum.GetValues<ScoreKind>())
        {
            foreach ((int anchors, int classes, bool hasBackground, float threshold) in Sizes)
            {
                foreach (bool perClass in (bool[])[true, false])
                {
                    for (int output = 0; output < Outputs; output++)
                    {
                        int read = output;
                        string name = $"{kind} {anchors} anchors, {classes} classes, background {hasBackground}, from {threshold}, per class {perClass}, output {output}";
                        yield return new SelfTestCase(
                            "detection", name, builder => Build(builder, kind, anchors, classes + (hasBackground ? 1 : 0), Options(classes, threshold, perClass), read));
                    }
                }
            }
        }
    }

    private static DetectionOptions Options(int classes, float threshold, bool perClass) => new()
    {
        ClassCount = classes,
        MaxDetections = 12,
        DetectionsPerClass = 5,
        SuppressesPerClass = perClass,
        ScoreThreshold = threshold,
        OverlapThreshold = 0.4f,
        HeightScale = 4,
    };

    private static Tensor Build(CaseBuilder builder, ScoreKind kind, int anchors, int depth, DetectionOptions options, int output)
    {
        ElementType type = anchors % 2 == 0 ? ElementType.Int8 : ElementType.UInt8;
        Tensor boxes = builder.Input(new Shape(1, anchors, 4), type, builder.Scale(32));
        Tensor stored = builder.Input(new Shape(1, anchors, depth), type, builder.Scale(kind == ScoreKind.Identity ? 256 : 16));
        Tensor scores = kind == ScoreKind.Identity ? stored : builder.Add(new Conversion(stored, Real("logits", stored.Shape)));
        scores = kind switch
        {
            ScoreKind.Softmax => builder.Add(new Softmax(scores, Real("scores", stored.Shape), 1)),
            ScoreKind.Logistic => builder.Add(new Unary(UnaryFunction.Logistic, scores, Real("scores", stored.Shape))),
            _ => scores,
        };
        DetectionPostProcess end = new(
            boxes, scores, Anchors(builder, anchors),
            Real("boxes", new Shape(1, options.MaxDetections, 4)), Real("classes", new Shape(1, options.MaxDetections)),
            Real("best", new Shape(1, options.MaxDetections)), Real("count", new Shape(1)), options);
        builder.Add(end);
        return end.Outputs[output];
    }

    private static Tensor Anchors(CaseBuilder builder, int count)
    {
        float[] values = [.. Enumerable.Range(0, 4 * count).Select(i => builder.Random.Next(i % 4 < 2 ? 0 : 64, 1024) / 1024f)];
        return new Tensor("anchors", ElementType.Float32, new Shape(count, 4), data: MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    private static Tensor Real(string name, Shape shape) => new(name, ElementType.Float32, shape);
}
