using MobileNetEdge.Cli.Detection;
using MobileNetEdge.Devices.Rules;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Watching;

/// <summary>From what an interpreter holds after a run to a score for each class, and of a detector to boxes. Takes no memory for a run.</summary>
internal interface IFrameScores
{
    /// <summary>Classes.</summary>
    int Count { get; }

    /// <summary>The most boxes of a run; 0 where the model gives none.</summary>
    int MostBoxes { get; }

    /// <summary>Writes the scores, from 0 to 1, and the boxes, best first.</summary>
    /// <param name="interpreter">After a run.</param>
    /// <param name="place">Where the picture lies in the model's frame.</param>
    /// <param name="scores">Takes the scores.</param>
    /// <param name="boxes">Takes the boxes, as shares of the whole picture.</param>
    /// <returns>How many boxes there are.</returns>
    int Read(Interpreter interpreter, FramePlacement place, Span<float> scores, Span<SeenBox> boxes);
}

/// <summary>Scores of a classifier: its outputs where they are probabilities, else their softmax.</summary>
internal sealed class ClassScores : IFrameScores
{
    private readonly ModelOutput _output;
    private readonly double[] _reals;

    public ClassScores(Model model)
    {
        _output = new(model);
        _reals = new double[_output.Count];
    }

    /// <inheritdoc/>
    public int Count => _reals.Length;

    /// <inheritdoc/>
    public int MostBoxes => 0;

    /// <inheritdoc/>
    public int Read(Interpreter interpreter, FramePlacement place, Span<float> scores, Span<SeenBox> boxes)
    {
        _output.Dequantize(interpreter.OutputBytes(), _reals);
        if (!_output.IsProbability)
        {
            Softmax();
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)_reals[i];
        }

        return 0;
    }

    private void Softmax()
    {
        double best = double.NegativeInfinity;
        foreach (double real in _reals)
        {
            best = Math.Max(best, real);
        }

        double sum = 0;
        foreach (ref double real in _reals.AsSpan())
        {
            real = Math.Exp(real - best);
            sum += real;
        }

        foreach (ref double real in _reals.AsSpan())
        {
            real *= 1 / sum;
        }
    }
}

/// <summary>Scores of a detector: the surest detection of each class, 0 where there is none.</summary>
internal sealed class DetectionScores : IFrameScores
{
    private readonly DetectionOutput _output;
    private readonly Runtime.Detection[] _found;
    private readonly PictureInput _input;

    public DetectionScores(Model model)
    {
        (_output, _input) = (new(model), PictureInput.Of(model));
        _found = new Runtime.Detection[_output.MaxDetections];
    }

    /// <inheritdoc/>
    public int Count => _output.ClassCount;

    /// <inheritdoc/>
    public int MostBoxes => _found.Length;

    /// <inheritdoc/>
    public int Read(Interpreter interpreter, FramePlacement place, Span<float> scores, Span<SeenBox> boxes)
    {
        BoxPlace at = new(place, _input.Width, _input.Height);
        scores.Clear();
        int count = _output.Read(interpreter, _found);
        for (int i = 0; i < count; i++)
        {
            Runtime.Detection found = _found[i];
            ref float score = ref scores[found.Category];
            score = Math.Max(score, found.Score);
            boxes[i] = new(
                found.Category, found.Score, (float)at.X(found.Left), (float)at.Y(found.Top), (float)at.X(found.Right), (float)at.Y(found.Bottom));
        }

        return count;
    }
}
