using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>SLICE: neighbouring elements along each dimension.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">What is taken, of the same rank and quantization.</param>
/// <param name="Begin">The first element taken along each dimension, none negative; what is taken ends inside the input.</param>
public sealed record Slice(Tensor Input, Tensor Output, ImmutableArray<int> Begin) : Operator
{
    /// <inheritdoc/>
    public override string Name => "SLICE";

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
