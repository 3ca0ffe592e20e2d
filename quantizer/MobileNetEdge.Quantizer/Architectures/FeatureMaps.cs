namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>What a backbone gives to a detector: Sandler et al. 2018, section 6.2; Howard et al. 2019, section 6.3.</summary>
/// <param name="Fine">The expansion of the first block of the last stage: a sixteenth of the picture's side.</param>
/// <param name="Coarse">The last convolution: a thirty-second of the side, unless the backbone is dilated.</param>
internal readonly record struct FeatureMaps(Signal Fine, Signal Coarse)
{
    /// <summary>The stride of <see cref="Fine"/>.</summary>
    public const int FineStride = 16;
}
