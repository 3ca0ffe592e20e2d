using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The order of the four numbers that a network gives for a box.</summary>
public enum BoxOrder
{
    /// <summary>y, x, height, width: TensorFlow's.</summary>
    VerticalFirst,

    /// <summary>x, y, width, height: what most PyTorch detectors have.</summary>
    HorizontalFirst,
}

/// <summary>What a single-shot detector's numbers mean, which its file does not say.</summary>
public sealed record DetectorOptions
{
    /// <summary>The box that each of the network's boxes is relative to, in the order of its outputs.</summary>
    public required ImmutableArray<Anchor> Anchors { get; init; }

    /// <summary>The order of a box's numbers.</summary>
    public BoxOrder Order { get; init; } = BoxOrder.HorizontalFirst;

    /// <summary>Whether class scores are independent of each other (a sigmoid each), where the network does not end in either; else a softmax.</summary>
    public bool HasIndependentScores { get; init; }

    /// <summary>What the centre's encoded distance is divided by: 1 over its variance.</summary>
    public float CentreScale { get; init; } = 10;

    /// <summary>What the size's encoded logarithm is divided by.</summary>
    public float SizeScale { get; init; } = 5;

    /// <summary>Boxes with lower scores are left out, from 0 to 1.</summary>
    public float ScoreThreshold { get; init; } = 0.01f;

    /// <summary>A box goes if its intersection with a better one of its class is more than this share of their union.</summary>
    public float OverlapThreshold { get; init; } = 0.45f;

    /// <summary>The most detections in all, and of each class.</summary>
    public int MaxDetections { get; init; } = 100;
}
