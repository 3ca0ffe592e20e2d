using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>CONCATENATION: tensors one after another along one dimension.</summary>
/// <param name="Parts">The tensors, equal in every dimension but the axis.</param>
/// <param name="Output">The result; its extent along the axis is the sum of the parts'.</param>
/// <param name="Axis">The dimension, from 0 to rank - 1.</param>
/// <param name="Activation">The clamp applied to the result.</param>
public sealed record Concatenation(ImmutableArray<Tensor> Parts, Tensor Output, int Axis, FusedActivation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => "CONCATENATION";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => Parts;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Parts = [.. Parts.Select(map)], Output = map(Output) };
    }
}
