using MobileNetEdge.Quantizer;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Watching;

/// <summary>From what an interpreter holds after a run to a score for each class. Takes no memory for a run.</summary>
internal interface IFrameScores
{
    /// <summary>Classes.</summary>
    int Count { get; }

    /// <summary>Writes the scores, from 0 to 1.</summary>
    void Read(Interpreter interpreter, Span<float> scores);
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
    public void Read(Interpreter interpreter, Span<float> scores)
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

    public DetectionScores(Model model)
    {
        _output = new(model);
        _found = new Runtime.Detection[_output.MaxDetections];
    }

    /// <inheritdoc/>
    public int Count => _output.ClassCount;

    /// <inheritdoc/>
    public void Read(Interpreter interpreter, Span<float> scores)
    {
        scores.Clear();
        int count = _output.Read(interpreter, _found);
        for (int i = 0; i < count; i++)
        {
            ref float score = ref scores[_found[i].Category];
            score = Math.Max(score, _found[i].Score);
        }
    }
}
