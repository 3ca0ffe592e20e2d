namespace MobileNetEdge.Quantizer;

/// <summary>The reference codes of the MobileNets; they differ in borders, in normalization and in how the channels of V3 scale.</summary>
public enum ReferenceCode
{
    /// <summary>
    /// SAME padding; pixels are normalized to -1 to 1. V3's expanded channels are rounded multiples of the block's scaled input, and its
    /// last layer is not narrower than the paper's: with these rules the published totals of V3 0.75 result.
    /// </summary>
    TensorFlow,

    /// <summary>
    /// A border of (k - 1) / 2 on every side, also at stride 2; pixels are normalized by ImageNet's mean and deviation. All channels of V3
    /// are the paper's, scaled and rounded. Weights trained by torchvision need it.
    /// </summary>
    Torchvision,
}
