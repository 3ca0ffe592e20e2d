namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>What a matrix product's values are like.</summary>
public enum GemmForm
{
    /// <summary>Random weights and activations, no clamp, results over most of the int8 range.</summary>
    Random,

    /// <summary>As after a calibrated ReLU6: an output zero point of -128, no clamp left.</summary>
    Unsigned,

    /// <summary>A clamp inside the range.</summary>
    Clamped,

    /// <summary>All weights and activations -128, the sums that are largest in 16 bits.</summary>
    MostNegative,

    /// <summary>All weights -127, all activations -128.</summary>
    Negative,

    /// <summary>Weights and activations from both ends of their ranges.</summary>
    Extreme,

    /// <summary>Multipliers close to 1: results beyond 16 bits, mostly clamped.</summary>
    LargeMultiplier,

    /// <summary>Multipliers of almost nothing.</summary>
    SmallMultiplier,

    /// <summary>A few columns with multipliers of 1 and more.</summary>
    Shifted,

    /// <summary>Every third column has weights of zero and a large bias.</summary>
    DeadColumns,
}
