using System.Diagnostics;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Classification;

/// <summary>How long the parts of a classification took.</summary>
/// <param name="Preprocess">Reading, decoding, resizing and quantizing the picture.</param>
/// <param name="Inference">The network.</param>
/// <param name="Postprocess">Ranking the classes.</param>
internal readonly record struct StageTimes(TimeSpan Preprocess, TimeSpan Inference, TimeSpan Postprocess);

/// <summary>What became of a picture: its best classes, or the error that kept it from being classified.</summary>
internal sealed record PictureResult(string Path, ClassScore[] Classes, StageTimes Times, Exception? Error = null);

/// <summary>Classifies pictures with a memory of its own, so that several can work on one prepared model at once.</summary>
internal sealed class Classifier(PreparedModel prepared, Preprocessing preprocessing, Ranking ranking) : IDisposable
{
    private readonly Interpreter _interpreter = prepared.CreateInterpreter();

    public PictureResult Classify(string path)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            preprocessing.Apply(ImageFile.Load(path), _interpreter.InputBytes());
            TimeSpan preprocess = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            _interpreter.Invoke();
            TimeSpan inference = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            ClassScore[] classes = ranking.Rank(_interpreter.OutputBytes());
            return new PictureResult(path, classes, new StageTimes(preprocess, inference, Stopwatch.GetElapsedTime(start)));
        }
        catch (Exception exception) when (Application.IsBadInput(exception))
        {
            return new PictureResult(path, [], default, exception);
        }
    }

    public void Dispose() => _interpreter.Dispose();
}
