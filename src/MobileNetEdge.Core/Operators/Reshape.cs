using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>RESHAPE, SQUEEZE: the same elements in the same order under another shape.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">As many elements, in the target shape.</param>
/// <param name="IsSqueeze">Whether the file spells it SQUEEZE: only dimensions of extent 1 go.</param>
public sealed record Reshape(Tensor Input, Tensor Output, bool IsSqueeze = false) : Operator
{
    /// <inheritdoc/>
    public override string Name => IsSqueeze ? "SQUEEZE" : "RESHAPE";

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
