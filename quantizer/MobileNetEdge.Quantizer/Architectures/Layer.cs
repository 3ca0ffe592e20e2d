namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>What a layer's weights connect.</summary>
internal enum LayerKind
{
    /// <summary>Every input channel with every output channel: weights [outputs, k, k, depth].</summary>
    Convolution,

    /// <summary>Each channel with itself: weights [1, k, k, outputs].</summary>
    Depthwise,

    /// <summary>All places of a map, or a vector: weights [outputs, k × k × depth].</summary>
    Connected,
}

/// <summary>A layer's names in a file of weights.</summary>
/// <param name="Weights">What <c>.weight</c> follows, and <c>.bias</c> where there is no normalization.</param>
/// <param name="Normalization">What <c>.running_mean</c> and its like follow; null for a layer with a bias instead.</param>
internal readonly record struct LayerName(string Weights, string? Normalization = null)
{
    /// <summary>A layer followed by its normalization in a sequence of their own.</summary>
    public static LayerName Unit(string sequence) => new($"{sequence}.0", $"{sequence}.1");
}

/// <summary>A layer whose weights are wanted.</summary>
/// <param name="Name">Its names.</param>
/// <param name="Kind">What it connects.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Taps">The height and width of the window or of the map, 1 for vectors.</param>
/// <param name="Depth">Input channels that one output sees.</param>
/// <param name="InputMoment">The expected mean of the inputs' squares.</param>
internal readonly record struct Layer(LayerName Name, LayerKind Kind, int Outputs, int Taps, int Depth, double InputMoment)
{
    /// <summary>Weights that one output has.</summary>
    public int FanIn => Taps * Taps * Depth;

    /// <summary>The shape of the operator's weights.</summary>
    public Shape WeightsShape => Kind switch
    {
        LayerKind.Convolution => new(Outputs, Taps, Taps, Depth),
        LayerKind.Depthwise => new(1, Taps, Taps, Outputs),
        _ => new(Outputs, FanIn),
    };
}
