using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>MEAN: the mean over some dimensions.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The input's shape with the axes' extents 1, or without them.</param>
/// <param name="Axes">The dimensions averaged over: each from 0 to rank - 1, ascending, none twice.</param>
/// <param name="KeepDimensions">Whether averaged dimensions stay with extent 1.</param>
public sealed record Mean(Tensor Input, Tensor Output, ImmutableArray<int> Axes, bool KeepDimensions) : Operator
{
    /// <inheritdoc/>
    public override string Name => "MEAN";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Input = map(Input), Output = map(Output) };
    }
}
