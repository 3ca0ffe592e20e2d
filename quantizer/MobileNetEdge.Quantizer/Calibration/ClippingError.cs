namespace MobileNetEdge.Quantizer;

/// <summary>The squared error that a range causes in the values of a histogram, in constant time for each range by running sums.</summary>
internal sealed class ClippingError
{
    private readonly Histogram _histogram;
    private readonly double[] _count = new double[Histogram.BinCount + 1];
    private readonly double[] _sum = new double[Histogram.BinCount + 1];
    private readonly double[] _squares = new double[Histogram.BinCount + 1];

    public ClippingError(Histogram histogram)
    {
        _histogram = histogram;
        for (int i = 0; i < Histogram.BinCount; i++)
        {
            double count = histogram.Bins[i];
            double centre = histogram.Centre(i);
            _count[i + 1] = _count[i] + count;
            _sum[i + 1] = _sum[i] + count * centre;
            _squares[i + 1] = _squares[i] + count * centre * centre;
        }
    }

    /// <summary>The sum of squared errors over all values.</summary>
    /// <param name="min">The lower end, at most 0.</param>
    /// <param name="max">The upper end, at least 0.</param>
    /// <param name="steps">Steps that the range is divided into.</param>
    public double Of(double min, double max, int steps)
    {
        int first = BinOf(min);
        int last = BinOf(max);
        double step = (max - min) / steps;
        double inside = _count[last] - _count[first];
        return inside * step * step / 12 + Outside(0, first, min) + Outside(last, Histogram.BinCount, max);
    }

    /// <summary>The sum of (x - end)² over the values of some bins.</summary>
    private double Outside(int from, int to, double end)
    {
        double count = _count[to] - _count[from];
        double sum = _sum[to] - _sum[from];
        double squares = _squares[to] - _squares[from];
        return Math.Max(squares - 2 * end * sum + end * end * count, 0);
    }

    /// <summary>How many bins lie below a value.</summary>
    private int BinOf(double value)
    {
        return (int)Math.Clamp(Math.Round((value - _histogram.Range.Min) / _histogram.BinWidth), 0, Histogram.BinCount);
    }
}
