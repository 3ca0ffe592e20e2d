using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Classification;

/// <summary>A class with its score.</summary>
/// <param name="Index">Its place in the output.</param>
/// <param name="Label">Its name.</param>
/// <param name="Score">Its probability, from 0 to 1.</param>
internal readonly record struct ClassScore(int Index, string Label, double Score);

/// <summary>From a model's output to ranked classes.</summary>
internal sealed class Ranking
{
    private readonly ModelOutput _output;
    private readonly Labels _labels;
    private readonly int _top;

    /// <summary>Decides how a model's output is read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labels">The classes' names.</param>
    /// <param name="top">How many classes to give.</param>
    /// <exception cref="UnsupportedModelException">The output does not hold scores.</exception>
    public Ranking(Model model, Labels labels, int top)
    {
        _output = new ModelOutput(model);
        _labels = labels;
        _top = top;
    }

    /// <summary>Whether the model computes probabilities itself; else they are the softmax of its output.</summary>
    public bool IsProbability => _output.IsProbability;

    /// <summary>The best classes, best first; of equals the one with the lower index first.</summary>
    /// <param name="output">The output's contents.</param>
    public ClassScore[] Rank(ReadOnlySpan<byte> output)
    {
        double[] reals = new double[_output.Count];
        _output.Dequantize(output, reals);
        double[] scores = IsProbability ? reals : SoftmaxOf(reals);
        return [.. Enumerable.Range(0, scores.Length)
            .OrderByDescending(index => scores[index])
            .Take(_top)
            .Select(index => new ClassScore(index, _labels[index], scores[index]))];
    }

    private static double[] SoftmaxOf(double[] logits)
    {
        double max = logits.Max();
        double[] exponentials = [.. logits.Select(x => Math.Exp(x - max))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(e => e / sum)];
    }
}
