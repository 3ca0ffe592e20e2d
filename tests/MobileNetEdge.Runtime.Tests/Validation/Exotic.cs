using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Tests.Validation;

/// <summary>An operator of another library: Core's list is open.</summary>
internal sealed record Exotic(Tensor Input, Tensor Output) : Operator
{
    public override string Name => "EXOTIC";

    public override ImmutableArray<Tensor> Inputs => [Input];

    public override ImmutableArray<Tensor> Outputs => [Output];

    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}
