namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Tiles of equal height, one below the other, over column blocks of equal width: what a register tile's method computes in one call.</summary>
internal unsafe struct NeonStrip
{
    /// <summary>The first row's activations.</summary>
    public sbyte* Input;

    /// <summary>Bytes from one row of activations to the next.</summary>
    public nint InputPitch;

    /// <summary>The first row's result in the first column of the first block.</summary>
    public sbyte* Output;

    /// <summary>Bytes from one row of results to the next.</summary>
    public nint OutputPitch;

    /// <summary>The first block's packed columns.</summary>
    public sbyte* Packed;

    /// <summary>Column blocks, at least 1.</summary>
    public nint Blocks;

    /// <summary>Tiles, at least 1.</summary>
    public nint Tiles;

    /// <summary>Activations of a row in whole vectors: a multiple of 16.</summary>
    public nint WholeDepth;

    /// <summary>The rest, rounded up to a multiple of 4: 0, 4, 8 or 12.</summary>
    public nint RestDepth;

    /// <summary>The constants of the epilogue.</summary>
    public sbyte* Epilogue;
}
