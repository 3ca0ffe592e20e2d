using System.Diagnostics;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Detection;

/// <summary>What became of a picture: what was found in it, or the error that kept it from being looked at.</summary>
/// <param name="Path">The picture's path.</param>
/// <param name="Picture">The picture; null where it could not be read.</param>
/// <param name="Boxes">What was found, best first.</param>
/// <param name="Times">How long the parts took; post-processing is the model's last step and the reading of its outputs.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
internal sealed record DetectionResult(string Path, RgbImage? Picture, IReadOnlyList<DetectedBox> Boxes, StageTimes Times, Exception? Error = null);

/// <summary>Finds things in pictures with a memory of its own, so that several can work on one prepared model at once.</summary>
/// <param name="prepared">The model, which ends in TFLite_Detection_PostProcess.</param>
/// <param name="preprocessing">How pictures get in.</param>
/// <param name="labels">The classes' names.</param>
internal sealed class Detector(PreparedModel prepared, Preprocessing preprocessing, Labels labels) : IDisposable
{
    private readonly Interpreter _interpreter = prepared.CreateInterpreter();
    private readonly StepTimes _steps = new(prepared.Steps.Length);
    private readonly BoxReader _reader = new(prepared.Model, labels);

    /// <summary>Reads a picture and finds things in it.</summary>
    public DetectionResult Detect(string path)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            RgbImage picture = ImageFile.Load(path);
            preprocessing.Apply(picture, _interpreter.InputBytes());
            long filled = Stopwatch.GetTimestamp();
            _interpreter.Invoke(_steps);
            long invoked = Stopwatch.GetTimestamp();
            (int width, int height) = (preprocessing.Width, preprocessing.Height);
            FramePlacement place = preprocessing.Framing.Place(picture.Width, picture.Height, width, height);
            DetectedBox[] boxes = _reader.Read(_interpreter, place, width, height);
            TimeSpan last = _steps[prepared.Steps.Length - 1];
            StageTimes times = new(
                Stopwatch.GetElapsedTime(start, filled), _steps.Total - last, last + Stopwatch.GetElapsedTime(invoked));
            return new DetectionResult(path, picture, boxes, times);
        }
        catch (Exception exception) when (Application.IsBadInput(exception))
        {
            return new DetectionResult(path, null, [], default, exception);
        }
    }

    public void Dispose() => _interpreter.Dispose();
}
