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

/// <summary>A count of pixels, a tile's or a stride's, that a kernel's code is made for.</summary>
internal interface IDepthwiseCount
{
    /// <summary>The count.</summary>
    static abstract int Pixels { get; }
}

/// <summary>One.</summary>
internal readonly struct OnePixel : IDepthwiseCount
{
    /// <inheritdoc/>
    public static int Pixels => 1;
}

/// <summary>Two.</summary>
internal readonly struct TwoPixels : IDepthwiseCount
{
    /// <inheritdoc/>
    public static int Pixels => 2;
}

/// <summary>Three.</summary>
internal readonly struct ThreePixels : IDepthwiseCount
{
    /// <inheritdoc/>
    public static int Pixels => 3;
}

/// <summary>Four.</summary>
internal readonly struct FourPixels : IDepthwiseCount
{
    /// <inheritdoc/>
    public static int Pixels => 4;
}
