using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Sums over pictures. They are added in the set's order, so that the rounding of the sums is always the same.</summary>
internal sealed class ComparisonSums
{
    /// <summary>Broken pictures that are named; more are only counted.</summary>
    public const int MaxNamed = 10_000;

    private readonly ImmutableArray<BrokenPicture>.Builder _broken = ImmutableArray.CreateBuilder<BrokenPicture>();
    private int _brokenCount;
    private int _pictures;
    private int _labelled;
    private int _agreeing;
    private (int Float, int Quantized) _top1;
    private (int Float, int Quantized) _top5;
    private (int Float, int Quantized) _onlyRight;
    private double _signal;
    private double _noise;
    private double _cosines;
    private ComparisonTimes _times;

    public void Add(string name, PictureOutcome outcome)
    {
        if (outcome.Error is { } error)
        {
            _brokenCount++;
            if (_broken.Count < MaxNamed)
            {
                _broken.Add(new BrokenPicture(name, error));
            }

            return;
        }

        _pictures++;
        _agreeing += outcome.Agrees ? 1 : 0;
        _signal += outcome.Signal;
        _noise += outcome.Noise;
        _cosines += outcome.Cosine;
        _times = new(
            _times.Preprocess + outcome.Times.Preprocess, _times.Float + outcome.Times.Float, _times.Quantized + outcome.Times.Quantized);
        if (outcome is { Float: { } real, Quantized: { } quantized })
        {
            _labelled++;
            _top1 = Count(_top1, real.Top1, quantized.Top1);
            _top5 = Count(_top5, real.Top5, quantized.Top5);
            _onlyRight = Count(_onlyRight, real.Top1 && !quantized.Top1, quantized.Top1 && !real.Top1);
        }
    }

    /// <summary>The figures of all pictures added.</summary>
    /// <param name="labelOffset">What was added to the labels.</param>
    /// <param name="threads">How many threads worked.</param>
    /// <param name="elapsed">How long.</param>
    /// <param name="hasTop5">Whether there are enough classes for five best ones to mean something.</param>
    /// <param name="isComparable">Whether the outputs are of the same kind.</param>
    public ComparisonResult ToResult(int labelOffset, int threads, TimeSpan elapsed, bool hasTop5, bool isComparable) => new()
    {
        Pictures = _pictures,
        Broken = _broken.ToImmutable(),
        BrokenCount = _brokenCount,
        Labelled = _labelled,
        LabelOffset = labelOffset,
        Top1 = _labelled > 0 ? Percent(_top1) : null,
        Top5 = _labelled > 0 && hasTop5 ? Percent(_top5) : null,
        Top1Difference = _labelled > 0 ? new PairedDifference(_labelled, _onlyRight.Float, _onlyRight.Quantized) : null,
        Agreement = _pictures > 0 ? 100.0 * _agreeing / _pictures : null,
        MeanCosine = _pictures > 0 && isComparable ? _cosines / _pictures : null,
        SignalToNoise = _pictures > 0 && isComparable ? Decibels() : null,
        Note = isComparable ? null : "one network ends in logits, the other in probabilities: only their ranking is compared",
        Threads = threads,
        Times = _pictures > 0 ? new(_times.Preprocess / _pictures, _times.Float / _pictures, _times.Quantized / _pictures) : default,
        Elapsed = elapsed,
    };

    private static (int Float, int Quantized) Count((int Float, int Quantized) count, bool real, bool quantized)
    {
        return (count.Float + (real ? 1 : 0), count.Quantized + (quantized ? 1 : 0));
    }

    private AccuracyPair Percent((int Float, int Quantized) right) => new(100.0 * right.Float / _labelled, 100.0 * right.Quantized / _labelled);

    private double Decibels() => _noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(_signal / _noise);
}
