using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>Any function of one 8-bit argument: the output's byte for each byte of the input.</summary>
/// <param name="Input">Int8 or uint8.</param>
/// <param name="Output">Int8 or uint8, shaped like the input.</param>
/// <param name="Table">256 bytes, indexed by the input's byte as an unsigned number.</param>
internal sealed record TableLookup(Tensor Input, Tensor Output, ImmutableArray<byte> Table) : Operator
{
    /// <inheritdoc/>
    public override string Name => "TABLE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}
