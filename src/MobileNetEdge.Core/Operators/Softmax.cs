using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>SOFTMAX: e^(beta x) over its sum along the innermost dimension.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Beta">The factor of the exponent, positive.</param>
public sealed record Softmax(Tensor Input, Tensor Output, float Beta) : Operator
{
    /// <inheritdoc/>
    public override string Name => "SOFTMAX";

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
