using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>How often values of a tensor fell where, over all calibration pictures. Exact zeros are counted apart: they quantize exactly.</summary>
/// <remarks>Counts are integers, so adding histograms in any order gives the same.</remarks>
public sealed class Histogram
{
    /// <summary>Bins between the smallest and the largest value.</summary>
    public const int BinCount = 2048;

    private const int PlacesAtOnce = 512;

    private readonly long[] _bins = new long[BinCount];
    private readonly double _binsPerUnit;

    /// <summary>Creates an empty histogram.</summary>
    /// <param name="range">The interval that the bins divide; values outside count as its ends.</param>
    public Histogram(ValueRange range)
    {
        Range = range;
        BinWidth = ((double)range.Max - range.Min) / BinCount;
        _binsPerUnit = BinWidth > 0 ? 1 / BinWidth : 0;
    }

    /// <summary>The interval that the bins divide.</summary>
    public ValueRange Range { get; }

    /// <summary>The width of a bin; 0 where all values are equal.</summary>
    public double BinWidth { get; }

    /// <summary>Values that are exactly 0.</summary>
    public long Zeros { get; private set; }

    /// <summary>Values in each bin, zeros excepted.</summary>
    public ReadOnlySpan<long> Bins => _bins;

    /// <summary>All values that are not exactly 0.</summary>
    public long NonZeros { get; private set; }

    /// <summary>The middle of a bin.</summary>
    public double Centre(int bin) => Range.Min + (bin + 0.5) * BinWidth;

    /// <summary>The histogram of the same values clamped to an interval; the value that the ends stand for is known within a bin.</summary>
    public Histogram Clamp(ValueRange interval)
    {
        Histogram clamped = new(new ValueRange(Math.Max(Range.Min, interval.Min), Math.Min(Range.Max, interval.Max)));
        for (int i = 0; i < BinCount; i++)
        {
            clamped._bins[clamped.BinOf(Centre(i))] += _bins[i];
        }

        clamped.Zeros = Zeros;
        clamped.NonZeros = NonZeros;
        return clamped;
    }

    /// <summary>Counts values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        // The places of some values are computed a vector at a time; exact zeros go behind the last bin.
        Span<int> places = stackalloc int[PlacesAtOnce];
        Span<long> counts = new long[BinCount + 1];
        for (; !values.IsEmpty; values = values[Math.Min(PlacesAtOnce, values.Length)..])
        {
            ReadOnlySpan<float> some = values[..Math.Min(PlacesAtOnce, values.Length)];
            FindPlaces(some, places);
            foreach (int place in places[..some.Length])
            {
                counts[place]++;
            }
        }

        for (int i = 0; i < BinCount; i++)
        {
            _bins[i] += counts[i];
            NonZeros += counts[i];
        }

        Zeros += counts[BinCount];
    }

    /// <summary>Adds what another histogram of the same interval has counted.</summary>
    public void Add(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < BinCount; i++)
        {
            _bins[i] += other._bins[i];
        }

        Zeros += other.Zeros;
        NonZeros += other.NonZeros;
    }

    private void FindPlaces(ReadOnlySpan<float> values, Span<int> places)
    {
        Vector<float> scale = new((float)_binsPerUnit);
        Vector<float> offset = new((float)(-Range.Min * _binsPerUnit));
        Vector<float> last = new(BinCount - 1);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<int>> found = MemoryMarshal.Cast<int, Vector<int>>(places);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector<float> place = Vector.Min(Vector.Max(vectors[i] * scale + offset, Vector<float>.Zero), last);
            Vector<int> isZero = Vector.Equals(vectors[i], Vector<float>.Zero);
            found[i] = Vector.ConditionalSelect(isZero, new Vector<int>(BinCount), Vector.ConvertToInt32(place));
        }

        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            places[i] = values[i] == 0 ? BinCount : BinOf(values[i]);
        }
    }

    private int BinOf(double value) => (int)Math.Clamp((value - Range.Min) * _binsPerUnit, 0, BinCount - 1);
}
