namespace MobileNetEdge.TfLite;

/// <summary>TFLite_Detection_PostProcess: boxes, scores and anchors in; boxes, classes, scores and their number out; options as a FlexBuffer.</summary>
internal sealed class DetectionPostProcessCodec : OperatorCodec
{
    /// <summary>More detections than any picture has; keeps a file from claiming memory for outputs.</summary>
    private const int MaxDetections = 1 << 16;

    /// <summary>The default of the format where a file does not say.</summary>
    private const int UsualDetectionsPerClass = 100;

    /// <inheritdoc/>
    public override string CustomName => DetectionPostProcess.CustomName;

    /// <inheritdoc/>
    public override Operator Read(OperatorSource source)
    {
        source.Expect(3, 3, outputs: 4);
        DetectionOptions options = ReadOptions(source, source.CustomOptions());
        long product = (long)options.MaxDetections * options.MaxClassesPerDetection;
        int most = product <= MaxDetections ? (int)product : throw source.Invalid($"found room for {product} detections, expected at most {MaxDetections}");
        return new DetectionPostProcess(
            source.Input(0), source.Input(1), source.Input(2),
            source.OutputOfShape(0, new Shape(1, most, 4)), source.OutputOfShape(1, new Shape(1, most)),
            source.OutputOfShape(2, new Shape(1, most)), source.OutputOfShape(3, new Shape(1)),
            options);
    }

    /// <inheritdoc/>
    public override bool Writes(Operator step) => step is DetectionPostProcess;

    /// <inheritdoc/>
    public override void Write(Operator step, OperatorSink sink)
    {
        DetectionOptions options = ((DetectionPostProcess)step).Options;
        sink.AddInputs(step);
        sink.SetCustomOptions(new FlexMapWriter()
            .Add("max_detections", options.MaxDetections)
            .Add("max_classes_per_detection", options.MaxClassesPerDetection)
            .Add("detections_per_class", options.DetectionsPerClass)
            .Add("use_regular_nms", options.SuppressesPerClass)
            .Add("nms_score_threshold", options.ScoreThreshold)
            .Add("nms_iou_threshold", options.OverlapThreshold)
            .Add("num_classes", options.ClassCount)
            .Add("y_scale", options.YScale)
            .Add("x_scale", options.XScale)
            .Add("h_scale", options.HeightScale)
            .Add("w_scale", options.WidthScale)
            .ToBytes());
    }

    private static DetectionOptions ReadOptions(OperatorSource source, FlexMap map)
    {
        return new DetectionOptions
        {
            ClassCount = Count(source, map, "num_classes", null),
            MaxDetections = Count(source, map, "max_detections", null),
            MaxClassesPerDetection = Count(source, map, "max_classes_per_detection", 1),
            DetectionsPerClass = Count(source, map, "detections_per_class", UsualDetectionsPerClass),
            SuppressesPerClass = map.Number("use_regular_nms") is not (null or 0),
            ScoreThreshold = Real(source, map, "nms_score_threshold", _ => true),
            OverlapThreshold = Real(source, map, "nms_iou_threshold", share => share is > 0 and <= 1),
            YScale = Real(source, map, "y_scale", scale => scale > 0),
            XScale = Real(source, map, "x_scale", scale => scale > 0),
            HeightScale = Real(source, map, "h_scale", scale => scale > 0),
            WidthScale = Real(source, map, "w_scale", scale => scale > 0),
        };
    }

    private static int Count(OperatorSource source, FlexMap map, string key, int? absent)
    {
        int? count = map.Int32(key) ?? absent;
        return count is >= 1 and <= MaxDetections
            ? count.Value
            : throw source.Invalid($"found {(count is null ? "nothing" : $"{count}")} for '{key}', expected 1 to {MaxDetections}");
    }

    private static float Real(OperatorSource source, FlexMap map, string key, Predicate<float> fits)
    {
        double? number = map.Number(key);
        return number is { } real && float.IsFinite((float)real) && fits((float)real)
            ? (float)real
            : throw source.Invalid($"found {(number is null ? "nothing" : $"{number}")} for '{key}', which is out of range");
    }
}
