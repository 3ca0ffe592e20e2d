using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The reals that int8 can stand for: each element rounded to the nearest, halves up, and saturated.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Steps">The scale and zero point of the whole tensor.</param>
internal sealed record Rounding(Tensor Input, Tensor Output, QuantizationParameters Steps) : Operator
{
    /// <inheritdoc/>
    public override string Name => "ROUNDING";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}
