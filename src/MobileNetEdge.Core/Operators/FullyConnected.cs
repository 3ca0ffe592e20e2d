using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>FULLY_CONNECTED: each row of <c>depth</c> inputs times the transposed weights.</summary>
/// <param name="Input">Activations; read as rows of the weights' depth, whatever the shape.</param>
/// <param name="Weights">[outputs, depth]; per-channel quantization runs along dimension 0.</param>
/// <param name="Bias">One value an output, or null for none.</param>
/// <param name="Output">As many rows of <c>outputs</c> values.</param>
/// <param name="KeepDimensions">Whether the output keeps the input's leading dimensions.</param>
/// <param name="Activation">The clamp applied to the result.</param>
public sealed record FullyConnected(
    Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output, bool KeepDimensions, FusedActivation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => "FULLY_CONNECTED";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => Bias is null ? [Input, Weights] : [Input, Weights, Bias];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Input = map(Input), Weights = map(Weights), Bias = Bias is null ? null : map(Bias), Output = map(Output) };
    }
}
