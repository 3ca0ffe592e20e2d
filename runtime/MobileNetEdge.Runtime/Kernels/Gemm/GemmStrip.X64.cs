namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Where the tiles of some rows and some pairs of panels read and write.</summary>
internal unsafe struct GemmStrip
{
    /// <summary>Accumulators of a row: a pair of panels.</summary>
    public const int Pair = 2 * Requantizer.Panel;

    /// <summary>The first row's activations.</summary>
    public sbyte* Input;

    /// <summary>From one row of activations to the next.</summary>
    public nint InputPitch;

    /// <summary>The first panel's weights.</summary>
    public byte* Weights;

    /// <summary>From one panel's weights to the next's.</summary>
    public nint PanelBytes;

    /// <summary>Steps of four rows of depth.</summary>
    public nint Steps;

    /// <summary>What the first panel's accumulators start from.</summary>
    public int* Initial;

    /// <summary>Accumulators: for each pair of panels, for each row, sixteen.</summary>
    public int* Accumulators;

    /// <summary>From one pair's accumulators to the next's.</summary>
    public nint PairPitch;
}
