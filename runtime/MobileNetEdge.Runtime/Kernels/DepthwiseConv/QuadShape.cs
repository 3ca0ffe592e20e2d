namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A window and how its places, for two rows of output, are taken in quads; known when the code is compiled.</summary>
/// <remarks>
/// First quads are rows 0 to 3 of each column of the input, and serve both rows of output. Second quads hold what is left:
/// <code>
///                     quad of pixel x                      products a pixel, row 0 and 1
///   3x3, stride 1     none
///   3x3, stride 2     row 4, columns 2x to 2x + 3          0, 1
///   5x5, stride 1     rows 4 and 5, columns x and x + 1    3, 3: of pixels x, x + 2, x + 4
///   5x5, stride 2     rows 4 to 7, column x                5, 5
/// </code>
/// Where a quad reaches beyond the window, the weights are 0.
/// </remarks>
internal interface IQuadShape
{
    /// <summary>Height and width of the window.</summary>
    static abstract int Taps { get; }

    /// <summary>Pixels from one window to the next.</summary>
    static abstract int Stride { get; }

    /// <summary>Second quads of a window; 0 where there are none.</summary>
    static abstract int SecondCount { get; }

    /// <summary>From one second quad of a window to the next, in quads.</summary>
    static abstract int SecondStep { get; }

    /// <summary>From one pixel's second quads to the next's, in quads.</summary>
    static abstract int SecondStride { get; }

    /// <summary>Rows of a second quad, of which each holds 4 / rows columns.</summary>
    static abstract int SecondRows { get; }
}

/// <summary>The four windows of MobileNets.</summary>
internal static class QuadShapes
{
    /// <summary>The first row of second quads.</summary>
    public const int SecondRow = 4;

    /// <summary>3×3, stride 1.</summary>
    internal readonly struct ThreeByOne : IQuadShape
    {
        /// <inheritdoc/>
        public static int Taps => 3;

        /// <inheritdoc/>
        public static int Stride => 1;

        /// <inheritdoc/>
        public static int SecondCount => 0;

        /// <inheritdoc/>
        public static int SecondStep => 0;

        /// <inheritdoc/>
        public static int SecondStride => 0;

        /// <inheritdoc/>
        public static int SecondRows => 1;
    }

    /// <summary>3×3, stride 2.</summary>
    internal readonly struct ThreeByTwo : IQuadShape
    {
        /// <inheritdoc/>
        public static int Taps => 3;

        /// <inheritdoc/>
        public static int Stride => 2;

        /// <inheritdoc/>
        public static int SecondCount => 1;

        /// <inheritdoc/>
        public static int SecondStep => 0;

        /// <inheritdoc/>
        public static int SecondStride => 1;

        /// <inheritdoc/>
        public static int SecondRows => 1;
    }

    /// <summary>5×5, stride 1.</summary>
    internal readonly struct FiveByOne : IQuadShape
    {
        /// <inheritdoc/>
        public static int Taps => 5;

        /// <inheritdoc/>
        public static int Stride => 1;

        /// <inheritdoc/>
        public static int SecondCount => 3;

        /// <inheritdoc/>
        public static int SecondStep => 2;

        /// <inheritdoc/>
        public static int SecondStride => 1;

        /// <inheritdoc/>
        public static int SecondRows => 2;
    }

    /// <summary>5×5, stride 2.</summary>
    internal readonly struct FiveByTwo : IQuadShape
    {
        /// <inheritdoc/>
        public static int Taps => 5;

        /// <inheritdoc/>
        public static int Stride => 2;

        /// <inheritdoc/>
        public static int SecondCount => 5;

        /// <inheritdoc/>
        public static int SecondStep => 1;

        /// <inheritdoc/>
        public static int SecondStride => 2;

        /// <inheritdoc/>
        public static int SecondRows => 4;
    }
}
