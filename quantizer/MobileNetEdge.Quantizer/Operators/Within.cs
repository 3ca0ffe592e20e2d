using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>1 where Min &lt; x &lt; Max, else 0: the derivative of a clamp.</summary>
/// <param name="Input">x.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Min">The lower bound, perhaps -∞.</param>
/// <param name="Max">The upper bound, perhaps ∞.</param>
internal sealed record Within(Tensor Input, Tensor Output, float Min, float Max) : Operator
{
    /// <inheritdoc/>
    public override string Name => "WITHIN";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}
