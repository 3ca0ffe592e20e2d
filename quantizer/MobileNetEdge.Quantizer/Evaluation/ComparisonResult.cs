using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>A picture that could not be compared.</summary>
/// <param name="Name">What the set calls it.</param>
/// <param name="Error">Why.</param>
public sealed record BrokenPicture(string Name, Exception Error);

/// <summary>How often two networks are right, in percent of the labelled pictures.</summary>
/// <param name="Float">The float network.</param>
/// <param name="Quantized">The int8 model.</param>
public readonly record struct AccuracyPair(double Float, double Quantized);

/// <summary>Time for one picture on one thread, on average, or for the sum of several.</summary>
/// <param name="Preprocess">Reading, decoding, resizing and normalising it.</param>
/// <param name="Float">The float network.</param>
/// <param name="Quantized">The int8 model.</param>
public readonly record struct ComparisonTimes(TimeSpan Preprocess, TimeSpan Float, TimeSpan Quantized);

/// <summary>How an int8 model does beside the float network it was made from. All but the times is independent of the number of threads.</summary>
public sealed record ComparisonResult
{
    /// <summary>Pictures that both networks have seen.</summary>
    public required int Pictures { get; init; }

    /// <summary>Pictures that could not be read, in the set's order; the first 10,000 of them.</summary>
    public required ImmutableArray<BrokenPicture> Broken { get; init; }

    /// <summary>How many pictures could not be read.</summary>
    public required int BrokenCount { get; init; }

    /// <summary>How many of the pictures, broken ones included, an earlier run had done and left in the journal.</summary>
    public int Restored { get; init; }

    /// <summary>What stands behind the figures, class by class and picture by picture.</summary>
    public ComparisonDetails Details { get; init; } = ComparisonDetails.Empty;

    /// <summary>How many of <see cref="Pictures"/> have a label.</summary>
    public required int Labelled { get; init; }

    /// <summary>What was added to the labels.</summary>
    public required int LabelOffset { get; init; }

    /// <summary>The best class is the label; null where no picture has one.</summary>
    public AccuracyPair? Top1 { get; init; }

    /// <summary>The label is among the five best classes; null where no picture has one or there are no more than five classes.</summary>
    public AccuracyPair? Top5 { get; init; }

    /// <summary>The int8 model's top-1 less the float network's; null where no picture has a label.</summary>
    public PairedDifference? Top1Difference { get; init; }

    /// <summary>How often both name the same best class, in percent of <see cref="Pictures"/>; null where there are none.</summary>
    public double? Agreement { get; init; }

    /// <summary>
    /// The mean over the pictures of the cosine of the angle between the two outputs, the int8 one dequantized; null where there is no
    /// picture, or where one network ends in logits and the other in probabilities.
    /// </summary>
    public double? MeanCosine { get; init; }

    /// <summary>
    /// 10 log10(Σ f² / Σ (f - q)²) in dB over all outputs f of the float network and q of the int8 model; infinite where they are equal, null as
    /// <see cref="MeanCosine"/> is.
    /// </summary>
    public double? SignalToNoise { get; init; }

    /// <summary>What a reader of the figures must know; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Pictures worked on at the same time.</summary>
    public required int Threads { get; init; }

    /// <summary>Average times of <see cref="Pictures"/>.</summary>
    public required ComparisonTimes Times { get; init; }

    /// <summary>Time that this run took, without the pictures that were <see cref="Restored"/>.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Pictures a second through both networks, on all threads together, in this run.</summary>
    public double PicturesPerSecond => Elapsed > TimeSpan.Zero ? Math.Max(0, Pictures + BrokenCount - Restored) / Elapsed.TotalSeconds : 0;
}
