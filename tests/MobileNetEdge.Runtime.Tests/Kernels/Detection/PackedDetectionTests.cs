namespace MobileNetEdge.Runtime.Tests.Kernels.Detection;

/// <summary>Contract: the packed kernel gives the reference's bytes, whatever the thresholds, the ties and the number of candidates.</summary>
public sealed class PackedDetectionTests
{
    private const int Cases = 40;

    [Theory]
    [InlineData("softmax", true)]
    [InlineData("softmax", false)]
    [InlineData("logistic", true)]
    [InlineData("logistic", false)]
    [InlineData("none", true)]
    [InlineData("none", false)]
    public void Detections_are_the_references_bytes(string function, bool perClass)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            int anchors = random.Next(1, 400);
            RequireSame(random, function, perClass, anchors, random.Next(1, 40), $"{function}, per class {perClass}, seed {seed}");
        }
    }

    /// <summary>With more candidates than there is room for, classes are looked at in several passes.</summary>
    [Theory]
    [InlineData(9_000, 2)]
    [InlineData(1_000, 30)]
    [InlineData(1, 5_000)]
    public void More_candidates_than_there_is_room_for_make_no_difference(int anchors, int classes)
    {
        RequireSame(new(anchors), "logistic", perClass: true, anchors, classes, $"{anchors} anchors, {classes} classes", threshold: -1);
    }

    [Fact]
    public void Candidates_of_one_score_are_told_apart_by_class_and_anchor()
    {
        foreach (bool perClass in (bool[])[true, false])
        {
            RequireSame(new(7), "none", perClass, 300, 9, $"equal scores, per class {perClass}", threshold: 0, scores: new sbyte[300 * 9]);
        }
    }

    private static void RequireSame(
        Random random, string function, bool perClass, int anchors, int classes, string context, float? threshold = null, sbyte[]? scores = null)
    {
        int depth = classes + (function == "softmax" ? 1 : 0);
        Model model = Build(random, function, perClass, anchors, classes, depth, threshold ?? random.Next(100) * 0.0097f);
        sbyte[] boxes = Make.Random(random, 4 * anchors);
        scores ??= Make.Random(random, depth * anchors, random.Next(-128, 100));
        float[][] expected = Run(model, ExecutionPath.Reference, boxes, scores);
        foreach (ExecutionPath path in ExecutionPaths.Available)
        {
            float[][] found = Run(model, path, boxes, scores);
            for (int output = 0; output < expected.Length; output++)
            {
                Assert.True(Make.Bytes(expected[output]).AsSpan().SequenceEqual(Make.Bytes(found[output])), $"{context}, path {path}, output {output}");
            }
        }
    }

    private static float[][] Run(Model model, ExecutionPath path, sbyte[] boxes, sbyte[] scores)
    {
        using PreparedModel prepared = PreparedModel.Prepare(model, new PrepareOptions { Path = path });
        return [.. Running.Run(prepared, boxes, scores).Cast<float[]>()];
    }

    private static Model Build(Random random, string function, bool perClass, int anchors, int classes, int depth, float threshold)
    {
        DetectionOptions options = new()
        {
            ClassCount = classes,
            MaxDetections = random.Next(1, 120),
            DetectionsPerClass = random.Next(1, 50),
            SuppressesPerClass = perClass,
            ScoreThreshold = threshold,
            OverlapThreshold = random.Next(1, 101) / 100f,
        };
        float[] places = [.. Enumerable.Range(0, 4 * anchors).Select(i => (i % 4 < 2 ? random.Next(64) : random.Next(-2, 40)) / 64f)];
        Tensor boxes = Make.Int8(new Shape(1, anchors, 4), random.Next(2) == 0 ? 1 / 16f : 4, random.Next(-20, 20), "boxes");
        Tensor stored = Make.Int8(new Shape(1, anchors, depth), function == "none" ? 1 / 256f : 1 / 20f, random.Next(-20, 20), "scores");
        List<Operator> steps = [];
        Tensor scores = stored;
        if (function != "none")
        {
            Tensor logits = Make.Float(stored.Shape);
            scores = Make.Float(stored.Shape);
            steps.Add(new Conversion(stored, logits));
            steps.Add(function == "softmax" ? new Softmax(logits, scores, 1) : new Unary(UnaryFunction.Logistic, logits, scores));
        }

        int most = options.MaxDetections;
        DetectionPostProcess end = new(
            boxes, scores, new Tensor("anchors", ElementType.Float32, new Shape(anchors, 4), data: Make.Bytes(places)),
            Make.Float(new Shape(1, most, 4)), Make.Float(new Shape(1, most)), Make.Float(new Shape(1, most)), Make.Float(new Shape(1)), options);
        steps.Add(end);
        return Make.Model([boxes, stored], [.. end.Outputs], [.. steps]);
    }
}
