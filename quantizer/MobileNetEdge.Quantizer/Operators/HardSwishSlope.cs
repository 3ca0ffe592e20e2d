using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The derivative of hard-swish: 0 up to -3, 1 from 3 on, (2x + 3) / 6 between.</summary>
/// <param name="Input">x.</param>
/// <param name="Output">The result, shaped like the input.</param>
internal sealed record HardSwishSlope(Tensor Input, Tensor Output) : Operator
{
    /// <inheritdoc/>
    public override string Name => "HARD_SWISH_SLOPE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}
