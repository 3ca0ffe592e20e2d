using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Batch normalization as (x - mean) × factor + offset; a unit is a pixel.</summary>
internal sealed class BatchNormalizationKernel : FloatKernel
{
    private readonly int _source;
    private readonly int _target;
    private readonly int _channels;
    private readonly AlignedFloats _mean;
    private readonly AlignedFloats _factor;
    private readonly AlignedFloats _offset;

    public BatchNormalizationKernel(BatchNormalization step, int source, int target, StorageTable constants)
    {
        _source = source;
        _target = target;
        _channels = step.Input.Shape[^1];
        _mean = Copy(constants.Constant(step, step.Mean));
        _offset = Copy(constants.Constant(step, step.Offset));
        _factor = Copy(constants.Constant(step, step.Scale));
        ReadOnlySpan<float> variance = constants.Constant(step, step.Variance);
        for (int i = 0; i < _channels; i++)
        {
            _factor.Span[i] = (float)(_factor.Span[i] / Math.Sqrt((double)variance[i] + step.Epsilon));
        }

        Work = step.Input.Shape.ElementCount;
        Units = step.Input.Shape.ElementCount / _channels;
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        for (int pixel = first; pixel < end; pixel++)
        {
            Apply(buffers.Span(_source).Slice(pixel * _channels, _channels), buffers.Span(_target).Slice(pixel * _channels, _channels));
        }
    }

    private void Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(source);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> mean = MemoryMarshal.Cast<float, Vector<float>>(_mean.Span);
        ReadOnlySpan<Vector<float>> factor = MemoryMarshal.Cast<float, Vector<float>>(_factor.Span);
        ReadOnlySpan<Vector<float>> offset = MemoryMarshal.Cast<float, Vector<float>>(_offset.Span);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Simd.MultiplyAdd(from[i] - mean[i], factor[i], offset[i]);
        }

        for (int i = to.Length * Simd.Width; i < target.Length; i++)
        {
            target[i] = (source[i] - _mean.Span[i]) * _factor.Span[i] + _offset.Span[i];
        }
    }

    private static AlignedFloats Copy(ReadOnlySpan<float> values)
    {
        AlignedFloats copy = new(values.Length);
        values.CopyTo(copy.Span);
        return copy;
    }
}
