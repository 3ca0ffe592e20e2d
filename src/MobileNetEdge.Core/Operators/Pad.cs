using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>PAD: a border of real zeros around a tensor.</summary>
/// <param name="Input">The argument.</param>
/// <param name="Output">The input with its border; same quantization.</param>
/// <param name="Before">Elements added before each dimension, none negative.</param>
/// <param name="After">Elements added after each dimension, none negative.</param>
public sealed record Pad(Tensor Input, Tensor Output, ImmutableArray<int> Before, ImmutableArray<int> After) : Operator
{
    /// <inheritdoc/>
    public override string Name => "PAD";

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
