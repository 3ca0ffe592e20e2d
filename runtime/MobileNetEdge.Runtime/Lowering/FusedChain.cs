using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>Operators that run as one: each but the first reads the result of the one before it, which nothing else reads.</summary>
/// <param name="Steps">The operators in their order.</param>
internal sealed record FusedChain(ImmutableArray<Operator> Steps) : Operator
{
    /// <inheritdoc/>
    public override string Name => string.Join(" + ", Steps.Select(step => step.Name));

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs
    {
        get
        {
            HashSet<Tensor> inner = [.. Steps.SelectMany(step => step.Outputs)];
            return [.. Steps.SelectMany(step => step.Inputs).Where(input => !inner.Contains(input))];
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => Steps[^1].Outputs;

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => new FusedChain([.. Steps.Select(step => step.MapTensors(map))]);
}
