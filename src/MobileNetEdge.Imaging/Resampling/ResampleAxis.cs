namespace MobileNetEdge.Imaging;

/// <summary>The antialiased triangle filter along one axis: for each result pixel the source pixels it covers and their weights.</summary>
/// <remarks>
/// The arithmetic of Pillow's Resample.c, so that the bytes agree: weights are computed in double, normalised to a sum
/// of 1 and rounded half away from zero to 22 fractional bits. When shrinking, the triangle is as much wider as the picture shrinks.
/// </remarks>
internal readonly struct ResampleAxis
{
    /// <summary>Fractional bits of a weight: 32 less 8 of the sample and 2 of headroom.</summary>
    public const int Precision = 22;

    /// <summary>A half, added before the shift.</summary>
    public const int Rounding = 1 << (Precision - 1);

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;

    /// <summary>Computes the weights of a window of the result.</summary>
    /// <param name="source">Pixels of the source.</param>
    /// <param name="resized">Pixels of the whole result.</param>
    /// <param name="first">The first pixel of the window.</param>
    /// <param name="length">Pixels of the window.</param>
    public ResampleAxis(int source, int resized, int first, int length)
    {
        double scale = (double)source / resized;
        double stretch = Math.Max(scale, 1.0);
        MaxTaps = (int)Math.Min(((long)Math.Ceiling(stretch) * 2) + 1, source);
        _starts = new int[length];
        _counts = new int[length];
        _weights = new int[checked(length * MaxTaps)];
        double[] exact = new double[MaxTaps];
        for (int i = 0; i < length; i++)
        {
            double centre = (first + i + 0.5) * scale;
            int start = Math.Max((int)(centre - stretch + 0.5), 0);
            int end = Math.Min((int)(centre + stretch + 0.5), source);
            (_starts[i], _counts[i]) = (start, end - start);
            Weigh(exact.AsSpan(0, end - start), start, centre, 1.0 / stretch);
            Round(exact.AsSpan(0, end - start), _weights.AsSpan(i * MaxTaps));
        }
    }

    /// <summary>Pixels of the window.</summary>
    public int Length => _starts.Length;

    /// <summary>The most source pixels that one result pixel covers.</summary>
    public int MaxTaps { get; }

    /// <summary>The first source pixel that a result pixel covers; never decreases from one to the next.</summary>
    public int Start(int i) => _starts[i];

    /// <summary>One weight for each source pixel from the first on.</summary>
    public ReadOnlySpan<int> Weights(int i) => _weights.AsSpan(i * MaxTaps, _counts[i]);

    private static void Weigh(Span<double> weights, int start, double centre, double inverseStretch)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Max(0.0, 1.0 - Math.Abs((start + i - centre + 0.5) * inverseStretch));
            sum += weights[i];
        }

        for (int i = 0; i < weights.Length && sum != 0; i++)
        {
            weights[i] /= sum;
        }
    }

    private static void Round(ReadOnlySpan<double> exact, Span<int> weights)
    {
        for (int i = 0; i < exact.Length; i++)
        {
            weights[i] = (int)(0.5 + (exact[i] * (1 << Precision)));
        }
    }
}
