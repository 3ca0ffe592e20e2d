using System.Collections.Immutable;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>What a float network costs, layer by layer, and what it would cost without depthwise-separable convolutions.</summary>
/// <param name="Model">The network.</param>
internal sealed record ArchitectureReport(Model Model)
{
    /// <summary>Each pair by its pointwise convolution.</summary>
    public ImmutableDictionary<Operator, DepthwiseSeparablePair> Pairs { get; } =
        DepthwiseSeparablePair.Find(Model).ToImmutableDictionary(Operator (pair) => pair.Pointwise, ReferenceEqualityComparer.Instance);

    /// <summary>MACs and parameters of all operators.</summary>
    public OperatorCost Total { get; } = Model.Operators.Aggregate(default(OperatorCost), (sum, step) => sum + OperatorCost.Of(step));

    /// <summary>MACs of all pairs.</summary>
    public long PairMacs => Pairs.Values.Sum(pair => pair.Macs);

    /// <summary>MACs of the standard convolutions that could stand in their place.</summary>
    public long StandardMacs => Pairs.Values.Sum(pair => pair.StandardMacs);
}
