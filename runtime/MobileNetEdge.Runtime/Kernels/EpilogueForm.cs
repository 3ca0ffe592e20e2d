namespace MobileNetEdge.Runtime.Kernels;

/// <summary>The form that equation (8) of numerics.md takes for one layer, cheapest first: each holds for the layers of those before it.</summary>
internal enum EpilogueForm
{
    /// <summary>
    /// Results fit 16 bits, the zero point is -128 and the clamp is the whole int8 range: saturating to uint8 clamps, flipping the top bit adds
    /// the zero point.
    /// </summary>
    Unsigned,

    /// <summary>Results fit 16 bits and the clamp is the whole int8 range: saturating to int8 clamps.</summary>
    Signed,

    /// <summary>Results fit 16 bits.</summary>
    Clamped,

    /// <summary>Results may need more than 16 bits: they are narrowed with saturation, which the clamp makes exact.</summary>
    Wide,
}
