namespace MobileNetEdge;

/// <summary>A clamp that an operator applies to its result before it is stored.</summary>
public enum FusedActivation
{
    /// <summary>None but the range of the output's type.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, -1), 1).</summary>
    ReluN1To1,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,
}
