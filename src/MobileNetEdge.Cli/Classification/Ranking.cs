using System.Runtime.InteropServices;

namespace MobileNetEdge.Cli.Classification;

/// <summary>A class with its score.</summary>
/// <param name="Index">Its place in the output.</param>
/// <param name="Label">Its name.</param>
/// <param name="Score">Its probability, from 0 to 1.</param>
internal readonly record struct ClassScore(int Index, string Label, double Score);

/// <summary>From a model's output to ranked classes.</summary>
internal sealed class Ranking
{
    private readonly Tensor _output;
    private readonly Labels _labels;
    private readonly int _top;

    /// <summary>Decides how a model's output is read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labels">The classes' names.</param>
    /// <param name="top">How many classes to give.</param>
    public Ranking(Model model, Labels labels, int top)
    {
        _output = model.Outputs[0];
        _labels = labels;
        _top = top;
        IsProbability = EndsInProbabilities(model);
    }

    /// <summary>Whether the model computes probabilities itself; else they are the softmax of its output.</summary>
    public bool IsProbability { get; }

    /// <summary>The best classes, best first; of equals the one with the lower index first.</summary>
    /// <param name="output">The output's contents.</param>
    public ClassScore[] Rank(ReadOnlySpan<byte> output)
    {
        double[] reals = Dequantize(output);
        double[] scores = IsProbability ? reals : SoftmaxOf(reals);
        return [.. Enumerable.Range(0, scores.Length)
            .OrderByDescending(index => scores[index])
            .Take(_top)
            .Select(index => new ClassScore(index, _labels[index], scores[index]))];
    }

    private static bool EndsInProbabilities(Model model)
    {
        Dictionary<Tensor, Operator> producers = new Graph(model).Producers();
        Operator? last = producers.GetValueOrDefault(model.Outputs[0]);
        while (last is Conversion or Reshape)
        {
            last = producers.GetValueOrDefault(last.Inputs[0]);
        }

        return last is Softmax or Unary { Function: UnaryFunction.Logistic };
    }

    private double[] Dequantize(ReadOnlySpan<byte> bytes)
    {
        double[] reals = new double[_output.Shape.ElementCount];
        ReadOnlySpan<sbyte> signed = MemoryMarshal.Cast<byte, sbyte>(bytes);
        ReadOnlySpan<float> floats = MemoryMarshal.Cast<byte, float>(bytes);
        double scale = _output.Quantization?.Scale ?? 1;
        int zeroPoint = _output.Quantization?.ZeroPoint ?? 0;
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] = _output.Type switch
            {
                ElementType.Float32 => floats[i],
                ElementType.Int8 => scale * (signed[i] - zeroPoint),
                _ => scale * (bytes[i] - zeroPoint),
            };
        }

        return reals;
    }

    private static double[] SoftmaxOf(double[] logits)
    {
        double max = logits.Max();
        double[] exponentials = [.. logits.Select(x => Math.Exp(x - max))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(e => e / sum)];
    }
}
