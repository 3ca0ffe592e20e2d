using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>min(max(x, Min), Max); an unbounded side is an infinity.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Min">The lower bound.</param>
/// <param name="Max">The upper bound.</param>
public sealed record Clip(Tensor Input, Tensor Output, float Min, float Max) : Operator
{
    /// <inheritdoc/>
    public override string Name => "CLIP";

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
