namespace MobileNetEdge.Runtime.Kernels;

/// <summary>How many rows of output a kernel's code is made for: a constant where the code is compiled.</summary>
internal interface IDepthwiseRows
{
    /// <summary>Two rows, else one.</summary>
    static abstract bool AreTwo { get; }
}

/// <summary>One row of output.</summary>
internal readonly struct OneRow : IDepthwiseRows
{
    /// <inheritdoc/>
    public static bool AreTwo => false;
}

/// <summary>Two rows of output.</summary>
internal readonly struct TwoRows : IDepthwiseRows
{
    /// <inheritdoc/>
    public static bool AreTwo => true;
}
