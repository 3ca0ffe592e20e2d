using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>min(max(Alpha x + Beta, 0), 1).</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Alpha">The slope.</param>
/// <param name="Beta">The value at 0.</param>
public sealed record HardSigmoid(Tensor Input, Tensor Output, float Alpha, float Beta) : Operator
{
    /// <inheritdoc/>
    public override string Name => "HARD_SIGMOID";

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
