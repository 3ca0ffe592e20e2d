using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>TRANSPOSE: the dimensions in another order.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">Dimension d is the input's dimension <c>Permutation[d]</c>.</param>
/// <param name="Permutation">Each of 0 to rank - 1 once.</param>
public sealed record Transpose(Tensor Input, Tensor Output, ImmutableArray<int> Permutation) : Operator
{
    /// <inheritdoc/>
    public override string Name => "TRANSPOSE";

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
