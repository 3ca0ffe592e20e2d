namespace MobileNetEdge.Runtime.Tests.Validation;

/// <summary>Ends of detectors that contradict themselves, or ask for what this engine does not have.</summary>
public sealed class DetectionRulesTests
{
    private static readonly DetectionOptions Options = new()
    {
        ClassCount = 2,
        MaxDetections = 4,
        ScoreThreshold = 0.5f,
        OverlapThreshold = 0.5f,
        SuppressesPerClass = true,
    };

    [Fact]
    public void Sound_end_is_prepared() => PreparedModel.Prepare(Detector(Options)).Dispose();

    public static TheoryData<string, DetectionOptions> BrokenOptions => new()
    {
        { "there must be scores for 9 classes", Options with { ClassCount = 9 } },
        { "counts must be at least 1", Options with { DetectionsPerClass = 0 } },
        { "outputs must have room for 5 detections", Options with { MaxDetections = 5 } },
        { "thresholds must be finite", Options with { ScoreThreshold = float.NaN } },
        { "thresholds must be finite", Options with { OverlapThreshold = 0 } },
        { "scales of boxes must be positive", Options with { YScale = 0 } },
        { "scales of boxes must be positive", Options with { WidthScale = float.PositiveInfinity } },
    };

    [Theory]
    [MemberData(nameof(BrokenOptions))]
    public void Broken_options_are_invalid(string message, DetectionOptions options)
    {
        Assert.Contains(message, Assert.Throws<InvalidModelException>(() => PreparedModel.Prepare(Detector(options))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_classes_for_a_detection_are_unsupported()
    {
        DetectionOptions options = Options with { SuppressesPerClass = false, MaxClassesPerDetection = 2 };
        Assert.Throws<UnsupportedModelException>(() => PreparedModel.Prepare(Detector(options)));
    }

    [Fact]
    public void Anchors_must_be_finite_and_as_many_as_boxes()
    {
        Assert.Throws<InvalidModelException>(() => PreparedModel.Prepare(Detector(Options, anchors: new float[20])));
        Assert.Throws<InvalidModelException>(() => PreparedModel.Prepare(Detector(Options, anchors: [.. new float[15], float.NaN])));
    }

    [Fact]
    public void Floats_that_no_stored_values_are_behind_are_unsupported()
    {
        DetectionPostProcess end = Assert.IsType<DetectionPostProcess>(Detector(Options).Operators[^1]);
        Tensor floats = Make.Float(end.Scores.Shape);
        Model model = Make.Model([end.Boxes, floats], [.. end.Outputs], end with { Scores = floats });
        Assert.Throws<UnsupportedModelException>(() => PreparedModel.Prepare(model));
    }

    [Fact]
    public void Absurd_scales_and_anchors_give_numbers()
    {
        float[] anchors = [.. Enumerable.Repeat(float.MaxValue, 16)];
        Model model = Detector(Options with { YScale = float.Epsilon, HeightScale = float.Epsilon }, anchors, float.MaxValue);
        foreach (ExecutionPath path in ExecutionPaths.Available)
        {
            using PreparedModel prepared = PreparedModel.Prepare(model, new PrepareOptions { Path = path });
            Array[] outputs = Running.Run(prepared, new sbyte[16], Make.Random(new Random(2), 12));
            Assert.All((float[])outputs[0], side => Assert.True(float.IsFinite(side)));
        }
    }

    private static Model Detector(DetectionOptions options, float[]? anchors = null, float scale = 0.1f)
    {
        anchors ??= new float[16];
        Tensor boxes = Make.Int8(new Shape(1, 4, 4), scale, 7);
        Tensor scores = Make.Int8(new Shape(1, 4, 3), 1 / 128f);
        int room = 4 * options.MaxClassesPerDetection;
        DetectionPostProcess end = new(
            boxes, scores, new Tensor("anchors", ElementType.Float32, new Shape(anchors.Length / 4, 4), data: Make.Bytes(anchors)),
            Make.Float(new Shape(1, room, 4)), Make.Float(new Shape(1, room)), Make.Float(new Shape(1, room)), Make.Float(new Shape(1)), options);
        return Make.Model([boxes, scores], [.. end.Outputs], end);
    }
}
