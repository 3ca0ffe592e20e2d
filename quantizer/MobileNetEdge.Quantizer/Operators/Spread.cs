using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The pixels of an NHWC image moved apart, zeros between and around them: pixel (y, x) goes to those that the axes say.</summary>
/// <param name="Input">N×H×W×C.</param>
/// <param name="Output">N×H'×W'×C, with room for every pixel.</param>
/// <param name="Vertical">Where rows go.</param>
/// <param name="Horizontal">Where columns go.</param>
internal sealed record Spread(Tensor Input, Tensor Output, SpreadAxis Vertical, SpreadAxis Horizontal) : Operator
{
    /// <inheritdoc/>
    public override string Name => "SPREAD";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map) => this with { Input = map(Input), Output = map(Output) };
}

/// <summary>The places that the elements along a dimension go to.</summary>
/// <param name="First">Of the first element; at least 0.</param>
/// <param name="Stride">From one element to the next; at least 1.</param>
internal readonly record struct SpreadAxis(int First, int Stride)
{
    /// <summary>Where an element goes.</summary>
    public int Place(int element) => First + element * Stride;
}
