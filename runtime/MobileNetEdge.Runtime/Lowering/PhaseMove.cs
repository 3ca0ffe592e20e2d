using System.Collections.Immutable;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Takes a picture apart into those of every so manieth row and column, or puts these together again: [N, H, W, C] and [N d², H / d, W / d, C].
/// </summary>
/// <param name="Input">The tensor read.</param>
/// <param name="Output">The tensor written.</param>
/// <param name="Phases">d, which divides both sides.</param>
/// <param name="Splits">Whether it takes apart.</param>
internal sealed record PhaseMove(Tensor Input, Tensor Output, int Phases, bool Splits) : Operator
{
    /// <inheritdoc/>
    public override string Name => Splits ? "SPLIT_PHASES" : "MERGE_PHASES";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}
