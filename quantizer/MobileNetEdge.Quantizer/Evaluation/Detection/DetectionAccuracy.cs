using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>How well a detector finds what is there: means over the classes that occur, from 0 to 1.</summary>
public sealed record DetectionAccuracy
{
    /// <summary>Average precision at an overlap of 0.5, the area below the curve: PASCAL VOC's definition since 2010.</summary>
    public required double Voc50 { get; init; }

    /// <summary>Average precision at an overlap of 0.5, by COCO's 101 recall levels.</summary>
    public required double Coco50 { get; init; }

    /// <summary>The mean of COCO's average precision over the overlaps 0.5, 0.55 to 0.95.</summary>
    public required double Coco { get; init; }

    /// <summary>The same for what is smaller than 32×32 pixels of the picture; null where there is none.</summary>
    public double? Small { get; init; }

    /// <summary>The same from there to 96×96.</summary>
    public double? Medium { get; init; }

    /// <summary>The same above.</summary>
    public double? Large { get; init; }

    /// <summary><see cref="Voc50"/> of each class; null where it does not occur.</summary>
    public ImmutableArray<double?> Classes { get; init; } = [];
}
