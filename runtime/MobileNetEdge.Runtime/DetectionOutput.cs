namespace MobileNetEdge.Runtime;

/// <summary>Reads the results of a model that ends in TFLite_Detection_PostProcess.</summary>
public sealed class DetectionOutput
{
    private const int BoxNumbers = 4;

    /// <summary>Looks at a model's end.</summary>
    /// <exception cref="UnsupportedModelException">The model's outputs are not those of the operator.</exception>
    public DetectionOutput(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        End = DetectionPostProcess.EndOf(model)
            ?? throw new UnsupportedModelException("the model", $"it is no detector: its outputs are not those of {DetectionPostProcess.CustomName}");
    }

    /// <summary>The operator, with its thresholds.</summary>
    public DetectionPostProcess End { get; }

    /// <summary>The classes, the background excepted.</summary>
    public int ClassCount => End.Options.ClassCount;

    /// <summary>The most detections that a run can give.</summary>
    public int MaxDetections => End.DetectedClasses.Shape.ElementCount;

    /// <summary>Whether a model is a detector of this form.</summary>
    public static bool Has(Model model) => DetectionPostProcess.EndOf(model) is not null;

    /// <summary>What the last run found, best first. Allocates nothing.</summary>
    /// <param name="interpreter">Of the model.</param>
    /// <param name="detections">At least <see cref="MaxDetections"/> places.</param>
    /// <returns>How many of the places hold a detection.</returns>
    public int Read(Interpreter interpreter, Span<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(interpreter);
        ArgumentOutOfRangeException.ThrowIfLessThan(detections.Length, MaxDetections, nameof(detections));
        ReadOnlySpan<float> boxes = interpreter.Output<float>(0);
        ReadOnlySpan<float> classes = interpreter.Output<float>(1);
        ReadOnlySpan<float> scores = interpreter.Output<float>(2);
        int count = (int)interpreter.Output<float>(3)[0];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> box = boxes.Slice(BoxNumbers * i, BoxNumbers);
            detections[i] = new Detection((int)classes[i], scores[i], box[0], box[1], box[2], box[3]);
        }

        return count;
    }
}
