using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>How both networks do on the pictures of one class.</summary>
/// <param name="Class">The class's index in the output.</param>
/// <param name="Count">Its pictures.</param>
/// <param name="FloatRight">On how many of them the float network is right.</param>
/// <param name="QuantizedRight">On how many the int8 model is.</param>
public sealed record ClassAccuracy(int Class, int Count, int FloatRight, int QuantizedRight)
{
    /// <summary>The int8 model's share of right answers less the float network's, in percentage points.</summary>
    public double Change => 100.0 * (QuantizedRight - FloatRight) / Count;
}

/// <summary>How often pictures of one class are taken for another.</summary>
/// <param name="Label">The index of their class.</param>
/// <param name="Answer">The index of the class that they are taken for.</param>
/// <param name="Float">How often by the float network.</param>
/// <param name="Quantized">How often by the int8 model.</param>
public sealed record Confusion(int Label, int Answer, int Float, int Quantized);

/// <summary>What an answer that changed did to a picture.</summary>
public enum FlipKind
{
    /// <summary>Float is right, int8 is wrong.</summary>
    Lost,

    /// <summary>Float is wrong, int8 is right.</summary>
    Gained,

    /// <summary>Both are wrong, or the picture has no label.</summary>
    Other,
}

/// <summary>A picture to which both networks give different answers.</summary>
/// <param name="Index">Its place in the set.</param>
/// <param name="Kind">What that did.</param>
/// <param name="Label">The index of its class; null where it is not known.</param>
/// <param name="Float">What the float network says.</param>
/// <param name="Quantized">What the int8 model says.</param>
public sealed record Flip(int Index, FlipKind Kind, int? Label, NetworkAnswer Float, NetworkAnswer Quantized)
{
    /// <summary>How sure both were of what they disagree on: the sum of their margins.</summary>
    public double Severity => Float.Margin + Quantized.Margin;
}

/// <summary>How long one part took for a picture, over all pictures.</summary>
/// <param name="Low">The tenth percentile.</param>
/// <param name="Median">The median.</param>
/// <param name="High">The ninetieth percentile.</param>
public readonly record struct Latency(TimeSpan Low, TimeSpan Median, TimeSpan High);

/// <summary>What stands behind a comparison's figures. Its size is bounded, however many pictures there are.</summary>
public sealed record ComparisonDetails
{
    /// <summary>Details of nothing.</summary>
    public static ComparisonDetails Empty { get; } = new();

    /// <summary>Labelled pictures on which each network's best class is right.</summary>
    public (int Float, int Quantized) Top1Right { get; init; }

    /// <summary>Labelled pictures whose label is among each network's five best classes.</summary>
    public (int Float, int Quantized) Top5Right { get; init; }

    /// <summary>Each class that has pictures, in the order of the indices.</summary>
    public ImmutableArray<ClassAccuracy> Classes { get; init; } = [];

    /// <summary>Pairs of classes that int8 confuses more often than float, those that grew most first; at most 50.</summary>
    public ImmutableArray<Confusion> Confusions { get; init; } = [];

    /// <summary>How many pictures got another answer, by <see cref="FlipKind"/>.</summary>
    public ImmutableArray<int> FlipCounts { get; init; } = [0, 0, 0];

    /// <summary>Pictures that got another answer, of each kind the most severe first; at most 24 of a kind.</summary>
    public ImmutableArray<Flip> Flips { get; init; } = [];

    /// <summary>Reading, decoding, resizing and normalising a picture.</summary>
    public Latency Preprocess { get; init; }

    /// <summary>The float network, on one thread.</summary>
    public Latency Float { get; init; }

    /// <summary>The int8 model, on one thread.</summary>
    public Latency Quantized { get; init; }
}
