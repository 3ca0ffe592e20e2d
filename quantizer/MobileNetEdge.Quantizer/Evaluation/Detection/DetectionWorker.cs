using System.Diagnostics;
using System.Runtime.InteropServices;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Runs both networks on pictures with memory of its own.</summary>
internal sealed class DetectionWorker : IDisposable
{
    private readonly FloatExecutor _executor;
    private readonly Interpreter _interpreter;
    private readonly FloatPostProcess _postProcess;
    private readonly DetectionOutput _output;
    private readonly PixelQuantizer _floatInput;
    private readonly PixelQuantizer _quantizedInput;
    private readonly RgbImage _frame;
    private readonly Framing _framing;

    public DetectionWorker(FloatProgram program, DetectorNetwork network, PreparedModel quantized, DetectionOutput output, ComparisonOptions options)
    {
        PictureInput floatInput = PictureInput.Of(program.Model);
        PictureInput quantizedInput = PictureInput.Of(quantized.Model);
        (_executor, _interpreter, _output) = (new FloatExecutor(program, threads: 1), quantized.CreateInterpreter(), output);
        _postProcess = new FloatPostProcess(output.End, ScoresOf(network, quantized.Model, output.End));
        (_floatInput, _quantizedInput) = (floatInput.CreateQuantizer(options.Normalization), quantizedInput.CreateQuantizer(options.Normalization));
        (_frame, _framing) = (new RgbImage(floatInput.Width, floatInput.Height), options.Framing);
    }

    public DetectionOutcome Compare(DetectionSet pictures, int index)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            RgbImage picture = pictures.Load(index);
            _framing.Apply(picture, _frame);
            _floatInput.Write(_frame, MemoryMarshal.AsBytes(_executor.Input()));
            _quantizedInput.Write(_frame, _interpreter.InputBytes());
            long framed = Stopwatch.GetTimestamp();
            _executor.Run();
            long floated = Stopwatch.GetTimestamp();
            _interpreter.Invoke();
            long invoked = Stopwatch.GetTimestamp();
            MobileNetEdge.Runtime.Detection[] found = new MobileNetEdge.Runtime.Detection[_output.MaxDetections];
            int count = _output.Read(_interpreter, found);
            return new DetectionOutcome
            {
                Pixels = (double)picture.Width * picture.Height,
                Float = _postProcess.Run(_executor.Output(0), _executor.Output(1)),
                Quantized = found[..count],
                Times = new(Stopwatch.GetElapsedTime(start, framed), Stopwatch.GetElapsedTime(framed, floated), Stopwatch.GetElapsedTime(floated, invoked)),
            };
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return new DetectionOutcome { Error = exception };
        }
    }

    public void Dispose()
    {
        _executor.Dispose();
        _interpreter.Dispose();
    }

    /// <summary>What makes scores of logits: the float network's own function, else the one that the int8 model was given.</summary>
    private static bool? ScoresOf(DetectorNetwork network, Model model, DetectionPostProcess end)
    {
        return network.HasIndependentScores ?? (new Graph(model).Producers().GetValueOrDefault(end.Scores) switch
        {
            Softmax => false,
            Unary { Function: UnaryFunction.Logistic } => true,
            _ => null,
        });
    }
}
