using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>How an int8 detector does beside the float network it was made from. All but the times is independent of the number of threads.</summary>
public sealed record DetectionComparisonResult
{
    /// <summary>Pictures that both have seen.</summary>
    public required int Pictures { get; init; }

    /// <summary>Boxes drawn in them.</summary>
    public required int Boxes { get; init; }

    /// <summary>Pictures that could not be read.</summary>
    public required ImmutableArray<BrokenPicture> Broken { get; init; }

    /// <summary>How many of the pictures, broken ones included, an earlier run had done and left in the journal.</summary>
    public int Restored { get; init; }

    /// <summary>The float network's accuracy.</summary>
    public required DetectionAccuracy Float { get; init; }

    /// <summary>The int8 model's accuracy.</summary>
    public required DetectionAccuracy Quantized { get; init; }

    /// <summary>For each class its boxes, crowds excepted.</summary>
    public ImmutableArray<int> BoxesOfClass { get; init; } = [];

    /// <summary>In how many pictures the networks find different things, by <see cref="FlipKind"/>.</summary>
    public ImmutableArray<int> ChangeCounts { get; init; } = [0, 0, 0];

    /// <summary>Pictures in which the networks find different things, of each kind those first in which most changed; at most 12 of a kind.</summary>
    public ImmutableArray<DetectionChange> Changes { get; init; } = [];

    /// <summary>Average times of <see cref="Pictures"/>; the int8 one includes post-processing, the float one does not.</summary>
    public required ComparisonTimes Times { get; init; }

    /// <summary>Reading, decoding, resizing and normalising a picture.</summary>
    public Latency PreprocessLatency { get; init; }

    /// <summary>The float network, on one thread.</summary>
    public Latency FloatLatency { get; init; }

    /// <summary>The int8 model, on one thread.</summary>
    public Latency QuantizedLatency { get; init; }

    /// <summary>Pictures worked on at the same time.</summary>
    public int Threads { get; init; }

    /// <summary>Time that this run took, without the pictures that were <see cref="Restored"/>.</summary>
    public TimeSpan Elapsed { get; init; }
}
