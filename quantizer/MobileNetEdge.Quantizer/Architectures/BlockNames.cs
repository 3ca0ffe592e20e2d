namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>The names of an inverted residual's layers.</summary>
/// <param name="Expansion">The first pointwise convolution; not used where the block has none.</param>
/// <param name="Depthwise">The depthwise convolution.</param>
/// <param name="Squeeze">The first layer of squeeze-and-excitation; not used where the block has none.</param>
/// <param name="Excitation">The second one.</param>
/// <param name="Projection">The last pointwise convolution.</param>
internal readonly record struct BlockNames(
    LayerName Expansion, LayerName Depthwise, LayerName Squeeze, LayerName Excitation, LayerName Projection)
{
    /// <summary>torchvision's: the parts that a block has are numbered in a sequence.</summary>
    /// <param name="sequence">The block's name.</param>
    /// <param name="block">The block.</param>
    /// <param name="expands">Whether it has an expansion.</param>
    /// <param name="isFlat">Whether the projection and its normalization are parts of the block rather than of a sequence: so in V2.</param>
    public static BlockNames Sequence(string sequence, InvertedResidual block, bool expands, bool isFlat)
    {
        int depthwise = expands ? 1 : 0;
        int gate = depthwise + 1;
        int projection = block.Excites ? gate + 1 : gate;
        return new(
            LayerName.Unit($"{sequence}.0"),
            LayerName.Unit($"{sequence}.{depthwise}"),
            new($"{sequence}.{gate}.fc1"),
            new($"{sequence}.{gate}.fc2"),
            isFlat ? new($"{sequence}.{projection}", $"{sequence}.{projection + 1}") : LayerName.Unit($"{sequence}.{projection}"));
    }

    /// <summary>timm's: each part has a name of its own, and normalizations are numbered.</summary>
    /// <param name="block">The block's name.</param>
    /// <param name="expands">Whether it has an expansion.</param>
    public static BlockNames Timm(string block, bool expands)
    {
        int depthwise = expands ? 2 : 1;
        return new(
            new($"{block}.conv_pw", $"{block}.bn1"),
            new($"{block}.conv_dw", $"{block}.bn{depthwise}"),
            new($"{block}.se.conv_reduce"),
            new($"{block}.se.conv_expand"),
            new(expands ? $"{block}.conv_pwl" : $"{block}.conv_pw", $"{block}.bn{depthwise + 1}"));
    }
}
