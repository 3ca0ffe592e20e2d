using System.Diagnostics;
using MobileNetEdge.Cli.Classification;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Watching;

/// <summary>From a camera's frame to a score for each class, and of a detector to boxes. Takes no memory for a frame unless the frames' shape changes.</summary>
internal sealed class FrameClassifier : IDisposable
{
    private readonly Interpreter _interpreter;
    private readonly Framing _framing;
    private readonly FrameTurn _turn;
    private readonly PictureInput _input;
    private readonly PixelQuantizer _quantizer;
    private readonly IFrameScores _output;
    private readonly float[] _scores;
    private readonly SeenBox[] _boxes;
    private int _boxCount;
    private JpegFrameDecoder? _decoder;
    private FrameToTensor? _converter;
    private PictureToTensor? _pictures;

    public FrameClassifier(PreparedModel prepared, Preprocessing preprocessing, FrameTurn turn)
    {
        (_framing, _turn) = (preprocessing.Framing, turn);
        _interpreter = prepared.CreateInterpreter();
        _input = PictureInput.Of(prepared.Model);
        _quantizer = _input.CreateQuantizer(preprocessing.Normalization);
        _output = DetectionOutput.Has(prepared.Model) ? new DetectionScores(prepared.Model) : new ClassScores(prepared.Model);
        (_scores, _boxes) = (new float[_output.Count], new SeenBox[_output.MostBoxes]);
    }

    /// <summary>A score from 0 to 1 for each class of the last frame.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Whether the model says where things are.</summary>
    public bool HasBoxes => _boxes.Length > 0;

    /// <summary>What a detector saw in the last frame, best first, in shares of the turned frame's sides.</summary>
    public ReadOnlySpan<SeenBox> Boxes => _boxes.AsSpan(0, _boxCount);

    /// <summary>The index of the best class of the last frame; -1 where a detector saw nothing.</summary>
    public int Best { get; private set; }

    /// <summary>Where the last frame, turned and resized, lies in the model's picture.</summary>
    public FramePlacement Placement { get; private set; }

    /// <summary>How long the parts took.</summary>
    public StageTimes Times { get; private set; }

    /// <summary>Classifies a frame.</summary>
    /// <returns>False where the frame is no whole JPEG picture.</returns>
    /// <exception cref="ArgumentException">The framing cannot cut the model's size out of such frames.</exception>
    public bool TryClassify(CameraFrame frame)
    {
        long start = Stopwatch.GetTimestamp();
        if (frame.Shape.Format == FrameFormat.Mjpeg)
        {
            _decoder ??= new();
            if (!_decoder.TryDecode(frame.Bytes, out FrameShape shape))
            {
                return false;
            }

            WriteInput(shape, _decoder.Pixels);
        }
        else
        {
            WriteInput(frame.Shape, frame.Bytes);
        }

        TimeSpan preprocess = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        _interpreter.Invoke();
        TimeSpan inference = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        _boxCount = _output.Read(_interpreter, Placement, _scores, _boxes);
        Best = HasBoxes && _boxCount == 0 ? -1 : _scores.IndexOf(_scores.Max());
        Times = new(preprocess, inference, Stopwatch.GetElapsedTime(start));
        return true;
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        _interpreter.Dispose();
    }

    /// <summary>Pictures go the way of <c>classify</c>, so that both give the same scores; a camera's own formats, and what is turned, the shorter one.</summary>
    private void WriteInput(FrameShape shape, ReadOnlySpan<byte> bytes)
    {
        Span<byte> input = _interpreter.InputBytes();
        if (_turn == default && shape == FrameShape.Packed(shape.Width, shape.Height, FrameFormat.Rgb24))
        {
            if (_pictures is null || (_pictures.SourceWidth, _pictures.SourceHeight) != (shape.Width, shape.Height))
            {
                _pictures = new(shape.Width, shape.Height, _framing, _quantizer, _input.Width, _input.Height);
            }

            _pictures.Write(bytes, input);
            Placement = _pictures.Placement;
            return;
        }

        if (_converter is null || _converter.Shape != shape)
        {
            _converter = new(shape, _turn, _framing, _quantizer, _input.Width, _input.Height);
        }

        _converter.Write(bytes, input);
        Placement = _converter.Placement;
    }
}
