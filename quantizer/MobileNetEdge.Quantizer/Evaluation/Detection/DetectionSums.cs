using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Gathers what became of pictures, in the set's order, and makes the figures of it.</summary>
/// <param name="pictures">The set.</param>
internal sealed class DetectionSums(DetectionSet pictures)
{
    /// <summary>Changed pictures of a kind that are kept.</summary>
    private const int MaxOfKind = 12;

    private static readonly Comparer<DetectionChange> SeverestFirst = Comparer<DetectionChange>.Create((a, b) =>
        b.Severity.CompareTo(a.Severity) is not 0 and int order ? order : a.Index.CompareTo(b.Index));

    private readonly List<DetectedPicture> _float = [];
    private readonly List<DetectedPicture> _quantized = [];
    private readonly ImmutableArray<BrokenPicture>.Builder _broken = ImmutableArray.CreateBuilder<BrokenPicture>();
    private readonly SortedSet<DetectionChange>[] _changes = [.. Enum.GetValues<FlipKind>().Select(_ => new SortedSet<DetectionChange>(SeverestFirst))];
    private readonly int[] _changeCounts = new int[Enum.GetValues<FlipKind>().Length];
    private readonly LatencyHistogram _preprocessLatency = new();
    private readonly LatencyHistogram _floatLatency = new();
    private readonly LatencyHistogram _quantizedLatency = new();
    private ComparisonTimes _times;

    /// <summary>Adds the next picture.</summary>
    public void Add(int index, DetectionOutcome outcome)
    {
        if (outcome.Error is { } error)
        {
            _broken.Add(new BrokenPicture(pictures.Name(index), error));
            return;
        }

        DetectedPicture real = new(outcome.Pixels, pictures.Truths(index), outcome.Float);
        DetectedPicture quantized = real with { Found = outcome.Quantized };
        _float.Add(real);
        _quantized.Add(quantized);
        AddTimes(outcome.Times);
        if (DetectionChange.Of(index, real, quantized) is { } change)
        {
            Keep(change);
        }
    }

    /// <summary>The figures of all pictures added.</summary>
    /// <param name="classCount">The detector's classes.</param>
    public DetectionComparisonResult ToResult(int classCount) => new()
    {
        Pictures = _float.Count,
        Boxes = _float.Sum(picture => picture.Truths.Count),
        Broken = _broken.ToImmutable(),
        Float = new DetectionTally(_float, classCount).Measure(),
        Quantized = new DetectionTally(_quantized, classCount).Measure(),
        BoxesOfClass = [.. Enumerable.Range(0, classCount).Select(category =>
            _float.Sum(picture => picture.Truths.Count(truth => truth.Category == category && !truth.IsCrowd)))],
        ChangeCounts = [.. _changeCounts],
        Changes = [.. _changes.SelectMany(kept => kept)],
        Times = _float.Count == 0
            ? default
            : new(_times.Preprocess / _float.Count, _times.Float / _float.Count, _times.Quantized / _float.Count),
        PreprocessLatency = _preprocessLatency.ToLatency(),
        FloatLatency = _floatLatency.ToLatency(),
        QuantizedLatency = _quantizedLatency.ToLatency(),
    };

    private void AddTimes(ComparisonTimes times)
    {
        _times = new(_times.Preprocess + times.Preprocess, _times.Float + times.Float, _times.Quantized + times.Quantized);
        _preprocessLatency.Add(times.Preprocess);
        _floatLatency.Add(times.Float);
        _quantizedLatency.Add(times.Quantized);
    }

    private void Keep(DetectionChange change)
    {
        int kind = (int)change.Kind;
        _changeCounts[kind]++;
        SortedSet<DetectionChange> kept = _changes[kind];
        kept.Add(change);
        if (kept.Count > MaxOfKind)
        {
            kept.Remove(kept.Max!);
        }
    }
}
