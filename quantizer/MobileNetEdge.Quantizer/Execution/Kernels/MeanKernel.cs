namespace MobileNetEdge.Quantizer.Execution;

/// <summary>MEAN over any dimensions, summed in double precision; a unit is some neighbouring output elements.</summary>
/// <remarks>
/// The kept dimensions inside the last averaged one are dense in input and output alike: a unit walks them together, so that memory is
/// read in order.
/// </remarks>
internal sealed class MeanKernel : FloatKernel
{
    private const int MaxUnitLength = 64;

    private readonly int _source;
    private readonly int _target;
    private readonly StridedRange _kept;
    private readonly StridedRange _averaged;
    private readonly int _dense;

    public MeanKernel(Mean mean, int source, int target)
    {
        Shape input = mean.Input.Shape;
        int inner = mean.Axes.IsEmpty ? 0 : mean.Axes[^1] + 1;
        _source = source;
        _target = target;
        _kept = Select(input, d => d < inner && !mean.Axes.Contains(d));
        _averaged = Select(input, mean.Axes.Contains);
        _dense = Select(input, d => d >= inner).Count;
        Work = input.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units => _kept.Count * UnitsPerRun;

    /// <inheritdoc/>
    public override long Work { get; }

    private int UnitsPerRun => (_dense + MaxUnitLength - 1) / MaxUnitLength;

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        Span<double> sums = stackalloc double[MaxUnitLength];
        for (int unit = first; unit < end; unit++)
        {
            (int kept, int piece) = Math.DivRem(unit, UnitsPerRun);
            int start = piece * MaxUnitLength;
            int length = Math.Min(MaxUnitLength, _dense - start);
            Average(
                buffers.Span(_source)[(_kept.Offset(kept) + start)..],
                sums[..length],
                buffers.Span(_target).Slice(kept * _dense + start, length));
        }
    }

    private void Average(ReadOnlySpan<float> source, Span<double> sums, Span<float> result)
    {
        sums.Clear();
        for (int i = 0; i < _averaged.Count; i++)
        {
            ReadOnlySpan<float> values = source.Slice(_averaged.Offset(i), sums.Length);
            for (int channel = 0; channel < sums.Length; channel++)
            {
                sums[channel] += values[channel];
            }
        }

        for (int channel = 0; channel < sums.Length; channel++)
        {
            result[channel] = (float)(sums[channel] / _averaged.Count);
        }
    }

    private static StridedRange Select(Shape shape, Func<int, bool> isSelected)
    {
        int[] strides = StridedRange.RowMajorStrides(shape);
        int[] dimensions = [.. Enumerable.Range(0, shape.Rank).Where(isSelected)];
        return new StridedRange([.. dimensions.Select(d => shape[d])], [.. dimensions.Select(d => strides[d])]);
    }
}
