using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The reals that are left of others after a stay in int8: <c>S (clamp(round(x / S) + Z) - Z)</c>.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Scale">S.</param>
/// <param name="ZeroPoint">Z.</param>
public sealed record FakeQuantize(Tensor Input, Tensor Output, float Scale, int ZeroPoint) : Operator
{
    /// <inheritdoc/>
    public override string Name => "FAKE_QUANTIZE";

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
