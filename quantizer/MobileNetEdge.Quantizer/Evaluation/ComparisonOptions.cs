using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer;

/// <summary>How to compare.</summary>
public sealed record ComparisonOptions
{
    /// <summary>How a picture is brought to the networks' size.</summary>
    public required Framing Framing { get; init; }

    /// <summary>How pixels become reals, the same for both networks.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>
    /// What is added to a label to get its index in the output: 1 where the network has a background class before the others. Null for 1
    /// where there are 1,001 outputs, ImageNet's classes and the background, and 0 elsewhere.
    /// </summary>
    public int? LabelOffset { get; init; }

    /// <summary>Pictures to work on at the same time; 0 for one each core.</summary>
    public int Threads { get; init; }

    /// <summary>Where to keep what is done, and to go on from; null for nowhere.</summary>
    public JournalOptions? Journal { get; init; }
}
