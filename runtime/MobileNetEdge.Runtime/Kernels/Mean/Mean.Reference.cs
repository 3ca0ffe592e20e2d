using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>MEAN over any dimensions, numerics.md equation (17).</summary>
internal sealed class MeanReference : PreparedOperator
{
    private readonly Operand _input;
    private readonly ArenaSlice _output;
    private readonly StridedRange _kept;
    private readonly StridedRange _averaged;
    private readonly int _inputZeroPoint;
    private readonly FixedPointMultiplier _multiplier;
    private readonly OutputStage _stage;

    public MeanReference(Mean mean, PrepareContext context)
    {
        _input = context.Operand(mean.Input);
        _output = context.Slice(mean.Output);
        _kept = Select(mean.Input.Shape, d => !mean.Axes.Contains(d));
        _averaged = Select(mean.Input.Shape, mean.Axes.Contains);
        _inputZeroPoint = mean.Input.Quantization!.ZeroPoint;
        _multiplier = MeanFactor.Of(mean, mean.Input, mean.Output, _averaged.Count);
        _stage = OutputStage.Of(FusedActivation.None, mean.Output.Quantization!);
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _input.Read<sbyte>(share.Arena);
        StridedIndex kept = new(_kept);
        foreach (ref sbyte result in share.Arena.Int8(_output))
        {
            int sum = 0;
            StridedIndex averaged = new(_averaged);
            for (int i = 0; i < _averaged.Count; i++)
            {
                sum += source[kept.Offset + averaged.Offset] - _inputZeroPoint;
                averaged.MoveNext();
            }

            result = _stage.Apply(sum, _multiplier);
            kept.MoveNext();
        }
    }

    private static StridedRange Select(Shape shape, Func<int, bool> isSelected)
    {
        int[] strides = StridedRange.RowMajorStrides(shape);
        int[] dimensions = [.. Enumerable.Range(0, shape.Rank).Where(isSelected)];
        return new StridedRange([.. dimensions.Select(d => shape[d])], [.. dimensions.Select(d => strides[d])]);
    }
}
