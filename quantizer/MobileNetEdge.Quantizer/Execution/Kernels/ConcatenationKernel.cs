using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Execution;

/// <summary>CONCATENATION: each part's run along the axis and inside it, one after another; a unit is one place outside the axis.</summary>
internal sealed class ConcatenationKernel : FloatKernel
{
    private readonly ImmutableArray<int> _sources;
    private readonly int _target;
    private readonly ImmutableArray<int> _runs;
    private readonly int _outputRun;
    private readonly ClampFunction _clamp;

    public ConcatenationKernel(Concatenation concatenation, ImmutableArray<int> sources, int target)
    {
        Shape output = concatenation.Output.Shape;
        _sources = sources;
        _target = target;
        _runs = [.. concatenation.Parts.Select(part => RunLength(part.Shape, concatenation.Axis))];
        _outputRun = RunLength(output, concatenation.Axis);
        _clamp = ClampFunction.Of(concatenation.Activation);
        Units = output.ElementCount / _outputRun;
        Work = output.ElementCount;
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override long Work { get; }

    /// <inheritdoc/>
    public override void Run(FloatBuffers buffers, int first, int end)
    {
        Span<float> rest = buffers.Span(_target)[(first * _outputRun)..];
        for (int unit = first; unit < end; unit++)
        {
            for (int part = 0; part < _sources.Length; part++)
            {
                Elements.Map(_clamp, buffers.Span(_sources[part]).Slice(unit * _runs[part], _runs[part]), rest);
                rest = rest[_runs[part]..];
            }
        }
    }

    private static int RunLength(Shape shape, int axis)
    {
        int length = 1;
        foreach (int extent in shape.Extents[axis..])
        {
            length *= extent;
        }

        return length;
    }
}
