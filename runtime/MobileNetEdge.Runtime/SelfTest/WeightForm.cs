namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Kinds of weights that kernels meet.</summary>
internal enum WeightForm
{
    /// <summary>Int8 from -127 to 127, a scale for each channel.</summary>
    PerChannel,

    /// <summary>Int8, one scale, zero point 0, and some weights of -128, as other tools write them.</summary>
    PerTensor,

    /// <summary>Uint8 with a zero point; all activations are uint8 too.</summary>
    ZeroPoint,

    /// <summary>Weights are -127 or 127 only: sums as large as they get.</summary>
    Extreme,

    /// <summary>Every third channel is all zero, with a bias near 2^30 and a scale near 10^-8.</summary>
    Dead,

    /// <summary>Weights from -2 to 2 and an output scale below input scale × weight scale: M ≥ 1.</summary>
    LargeMultiplier,
}
