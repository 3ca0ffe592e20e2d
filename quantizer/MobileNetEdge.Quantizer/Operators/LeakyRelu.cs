using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>x for x of 0 or more, else Alpha x.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input.</param>
/// <param name="Alpha">The slope below 0.</param>
public sealed record LeakyRelu(Tensor Input, Tensor Output, float Alpha) : Operator
{
    /// <inheritdoc/>
    public override string Name => "LEAKY_RELU";

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
