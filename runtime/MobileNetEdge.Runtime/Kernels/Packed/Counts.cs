namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A number of rows, pixels or panels that is known when the code is compiled.</summary>
internal interface ICount
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>The numbers that kernels are made for.</summary>
internal static class Counts
{
    /// <summary>1.</summary>
    internal readonly struct One : ICount
    {
        /// <inheritdoc/>
        public static int Value => 1;
    }

    /// <summary>2.</summary>
    internal readonly struct Two : ICount
    {
        /// <inheritdoc/>
        public static int Value => 2;
    }

    /// <summary>3.</summary>
    internal readonly struct Three : ICount
    {
        /// <inheritdoc/>
        public static int Value => 3;
    }

    /// <summary>4.</summary>
    internal readonly struct Four : ICount
    {
        /// <inheritdoc/>
        public static int Value => 4;
    }

    /// <summary>5.</summary>
    internal readonly struct Five : ICount
    {
        /// <inheritdoc/>
        public static int Value => 5;
    }

    /// <summary>6.</summary>
    internal readonly struct Six : ICount
    {
        /// <inheritdoc/>
        public static int Value => 6;
    }

    /// <summary>7.</summary>
    internal readonly struct Seven : ICount
    {
        /// <inheritdoc/>
        public static int Value => 7;
    }

    /// <summary>8.</summary>
    internal readonly struct Eight : ICount
    {
        /// <inheritdoc/>
        public static int Value => 8;
    }
}
