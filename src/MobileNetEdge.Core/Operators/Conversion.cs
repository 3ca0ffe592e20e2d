using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>QUANTIZE, DEQUANTIZE: the same reals under the output's type and quantization.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The result, shaped like the input; a float output makes it DEQUANTIZE.</param>
public sealed record Conversion(Tensor Input, Tensor Output) : Operator
{
    /// <inheritdoc/>
    public override string Name => Output.Type is ElementType.Float32 ? "DEQUANTIZE" : "QUANTIZE";

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
