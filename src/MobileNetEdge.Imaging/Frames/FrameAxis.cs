namespace MobileNetEdge.Imaging;

/// <summary>The antialiased triangle filter along one axis of one plane, with weights of 8 bits.</summary>
/// <remarks>
/// The triangle is that of <see cref="Resampler"/>: as much wider than a source pixel as the picture shrinks. Let C(k) be the sum of the
/// first k exact weights, with C = 1 after the last. The weights are round(256 C(k + 1)) - round(256 C(k)), so that they sum to 256 and
/// white stays white. A weight of 256 stands as two taps of 128, so that every weight is a byte and 16 bits hold every sum.
/// </remarks>
internal sealed class FrameAxis
{
    private const int One = 256;

    private readonly int[] _begin;
    private readonly List<int> _samples = [];
    private readonly List<byte> _weights = [];

    /// <summary>Computes the taps of a window of the result.</summary>
    /// <param name="source">Pixels of the frame along the axis.</param>
    /// <param name="subsampling">Pixels a sample stands for, 1 or 2; it lies in their middle.</param>
    /// <param name="resized">Pixels of the whole result.</param>
    /// <param name="first">The first pixel of the window; the window runs backwards from the end where reversed.</param>
    /// <param name="length">Pixels of the window.</param>
    /// <param name="reversed">Whether the result is the mirror image.</param>
    public FrameAxis(int source, int subsampling, int resized, int first, int length, bool reversed)
    {
        _begin = new int[length + 1];
        double scale = (double)source / resized / subsampling;
        int samples = (source + subsampling - 1) / subsampling;
        for (int i = 0; i < length; i++)
        {
            int position = reversed ? resized - 1 - (first + i) : first + i;
            Add((position + 0.5) * scale, Math.Max(scale, 1.0), samples);
            _begin[i + 1] = _samples.Count;
        }

        (Samples, Weights) = ([.. _samples], [.. _weights]);
        (FirstSample, LastSample) = (_samples.Min(), _samples.Max());
    }

    /// <summary>Pixels of the window.</summary>
    public int Length => _begin.Length - 1;

    /// <summary>The source sample of each tap, all pixels' one after another.</summary>
    public int[] Samples { get; }

    /// <summary>The weight of each tap, in 1/256.</summary>
    public byte[] Weights { get; }

    /// <summary>The lowest sample that any pixel needs.</summary>
    public int FirstSample { get; }

    /// <summary>The highest sample that any pixel needs.</summary>
    public int LastSample { get; }

    /// <summary>The first tap of a pixel; that of the next pixel ends it.</summary>
    public int Begin(int i) => _begin[i];

    private void Add(double centre, double stretch, int samples)
    {
        int start = Math.Clamp((int)(centre - stretch + 0.5), 0, samples - 1);
        int end = Math.Clamp((int)(centre + stretch + 0.5), start + 1, samples);
        double total = 0;
        for (int k = start; k < end; k++)
        {
            total += Triangle(k, centre, stretch);
        }

        double sum = 0;
        int before = 0;
        for (int k = start; k < end; k++)
        {
            sum += Triangle(k, centre, stretch);
            int after = k == end - 1 ? One : (int)((One * sum / total) + 0.5);
            AddTap(k, after - before);
            before = after;
        }
    }

    private static double Triangle(int sample, double centre, double stretch)
    {
        return Math.Max(0.0, 1.0 - (Math.Abs(sample + 0.5 - centre) / stretch));
    }

    private void AddTap(int sample, int weight)
    {
        for (int rest = weight; rest > 0; rest -= One / 2)
        {
            int part = weight == One ? One / 2 : rest;
            _samples.Add(sample);
            _weights.Add((byte)part);
            if (weight != One)
            {
                break;
            }
        }
    }
}
