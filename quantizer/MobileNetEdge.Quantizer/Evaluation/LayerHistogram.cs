using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>A coarse histogram of a layer's float values, for drawing.</summary>
internal sealed class LayerHistogram
{
    private const int BinCount = 64;

    private readonly long[] _bins = new long[BinCount];
    private readonly (double Factor, double Offset)[] _maps;
    private readonly double _min;
    private readonly double _binsPerUnit;

    /// <param name="span">What the bins divide.</param>
    /// <param name="maps">What is done to each channel's values first.</param>
    public LayerHistogram(ValueRange span, (double Factor, double Offset)[] maps)
    {
        (_min, _maps) = (span.Min, maps);
        double width = (double)span.Max - span.Min;
        _binsPerUnit = width > 0 && double.IsFinite(width) ? BinCount / width : 0;
    }

    public ImmutableArray<long> Bins => [.. _bins];

    public void Add(ReadOnlySpan<float> values)
    {
        for (int i = 0, c = 0; i < values.Length; i++)
        {
            double mapped = (_maps[c].Factor * values[i]) + _maps[c].Offset;
            _bins[(int)Math.Clamp((mapped - _min) * _binsPerUnit, 0, BinCount - 1)]++;
            c = c + 1 == _maps.Length ? 0 : c + 1;
        }
    }
}
