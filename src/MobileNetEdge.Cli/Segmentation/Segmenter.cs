using System.Diagnostics;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Segmentation;

/// <summary>What became of a picture: the class of each pixel, or the error that kept it from being looked at.</summary>
internal sealed record SegmentationResult(string Path, RgbImage? Picture, ClassMap? Map, StageTimes Times, Exception? Error = null);

/// <summary>Tells the pixels of pictures apart.</summary>
internal sealed class Segmenter : IDisposable
{
    private readonly Interpreter _interpreter;
    private readonly Preprocessing _preprocessing;
    private readonly Tensor _output;

    /// <param name="prepared">The model.</param>
    /// <param name="preprocessing">How pictures get in.</param>
    /// <exception cref="UnsupportedModelException">The output is no map of classes.</exception>
    public Segmenter(PreparedModel prepared, Preprocessing preprocessing)
    {
        _output = OutputOf(prepared.Model);
        _interpreter = prepared.CreateInterpreter();
        _preprocessing = preprocessing;
    }

    /// <summary>The model's map of class scores.</summary>
    /// <exception cref="UnsupportedModelException">The output is no map of classes.</exception>
    public static Tensor OutputOf(Model model)
    {
        return model.Outputs is [{ Type: ElementType.Int8 or ElementType.UInt8, Shape: { Rank: 4 } shape } output]
            && shape[0] == 1 && shape[3] is > 1 and <= ushort.MaxValue
            ? output
            : throw new UnsupportedModelException("the model", "a segmenter has one 8-bit output of [1, height, width, classes]");
    }

    /// <summary>Reads a picture and tells its pixels apart.</summary>
    public SegmentationResult Segment(string path)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            RgbImage picture = ImageFile.Load(path);
            _preprocessing.Apply(picture, _interpreter.InputBytes());
            long filled = Stopwatch.GetTimestamp();
            _interpreter.Invoke();
            long invoked = Stopwatch.GetTimestamp();
            ClassMap map = ClassMap.Of(
                _interpreter.OutputBytes(), _output.Shape, _output.Type == ElementType.Int8, _preprocessing.Framing, picture.Width, picture.Height);
            StageTimes times = new(
                Stopwatch.GetElapsedTime(start, filled), Stopwatch.GetElapsedTime(filled, invoked), Stopwatch.GetElapsedTime(invoked));
            return new SegmentationResult(path, picture, map, times);
        }
        catch (Exception exception) when (Application.IsBadInput(exception))
        {
            return new SegmentationResult(path, null, null, default, exception);
        }
    }

    public void Dispose() => _interpreter.Dispose();
}
