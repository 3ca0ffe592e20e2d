using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Gathers a comparison's details in memory that does not grow with the number of pictures.</summary>
internal sealed class DetailTally
{
    private const int MaxConfusions = 50;

    /// <summary>Pairs of classes that are counted; those that come up after so many are left out.</summary>
    private const int MaxPairs = 1 << 18;

    private readonly SortedDictionary<int, (int Count, int Float, int Quantized)> _classes = [];
    private readonly Dictionary<(int Label, int Answer), (int Float, int Quantized)> _pairs = [];
    private readonly FlipCollection _flips = new();
    private readonly LatencyHistogram _preprocess = new();
    private readonly LatencyHistogram _float = new();
    private readonly LatencyHistogram _quantized = new();
    private (int Float, int Quantized) _top1;
    private (int Float, int Quantized) _top5;

    /// <summary>Adds a picture.</summary>
    /// <param name="index">Its place in the set.</param>
    /// <param name="label">The index of its class in the output.</param>
    /// <param name="outcome">What became of it.</param>
    public void Add(int index, int? label, PictureOutcome outcome)
    {
        if (outcome.Error is not null)
        {
            return;
        }

        _preprocess.Add(outcome.Times.Preprocess);
        _float.Add(outcome.Times.Float);
        _quantized.Add(outcome.Times.Quantized);
        if (label is { } known && outcome is { Float: { } real, Quantized: { } quantized })
        {
            Count(known, outcome, real, quantized);
        }

        if (!outcome.Agrees)
        {
            _flips.Add(new Flip(index, KindOf(outcome), label, outcome.FloatAnswer, outcome.QuantizedAnswer));
        }
    }

    /// <summary>What was gathered.</summary>
    public ComparisonDetails ToDetails() => new()
    {
        Top1Right = _top1,
        Top5Right = _top5,
        Classes = [.. _classes.Select(pair => new ClassAccuracy(pair.Key, pair.Value.Count, pair.Value.Float, pair.Value.Quantized))],
        Confusions = [.. Grown().Take(MaxConfusions)],
        FlipCounts = _flips.Counts,
        Flips = _flips.ToImmutable(),
        Preprocess = _preprocess.ToLatency(),
        Float = _float.ToLatency(),
        Quantized = _quantized.ToLatency(),
    };

    private static FlipKind KindOf(PictureOutcome outcome) => (outcome.Float?.Top1, outcome.Quantized?.Top1) switch
    {
        (true, false) => FlipKind.Lost,
        (false, true) => FlipKind.Gained,
        _ => FlipKind.Other,
    };

    private static (int Float, int Quantized) Plus((int Float, int Quantized) count, bool real, bool quantized)
    {
        return (count.Float + (real ? 1 : 0), count.Quantized + (quantized ? 1 : 0));
    }

    private void Count(int label, PictureOutcome outcome, Hit real, Hit quantized)
    {
        (_top1, _top5) = (Plus(_top1, real.Top1, quantized.Top1), Plus(_top5, real.Top5, quantized.Top5));
        (int count, int floatRight, int quantizedRight) = _classes.GetValueOrDefault(label);
        _classes[label] = (count + 1, floatRight + (real.Top1 ? 1 : 0), quantizedRight + (quantized.Top1 ? 1 : 0));
        CountPair(label, outcome.FloatAnswer.Class, isFloat: true);
        CountPair(label, outcome.QuantizedAnswer.Class, isFloat: false);
    }

    private void CountPair(int label, int answer, bool isFloat)
    {
        if (label != answer && (_pairs.Count < MaxPairs || _pairs.ContainsKey((label, answer))))
        {
            _pairs[(label, answer)] = Plus(_pairs.GetValueOrDefault((label, answer)), isFloat, !isFloat);
        }
    }

    private IEnumerable<Confusion> Grown()
    {
        return _pairs
            .Where(pair => pair.Value.Quantized > pair.Value.Float)
            .Select(pair => new Confusion(pair.Key.Label, pair.Key.Answer, pair.Value.Float, pair.Value.Quantized))
            .OrderByDescending(pair => pair.Quantized - pair.Float)
            .ThenByDescending(pair => pair.Quantized)
            .ThenBy(pair => pair.Label)
            .ThenBy(pair => pair.Answer);
    }
}
