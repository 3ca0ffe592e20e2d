using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>CONV_2D: a convolution over NHWC activations, in groups where the weights' input channels divide the input's.</summary>
/// <param name="Input">Activations [N, H, W, C].</param>
/// <param name="Weights">[outputs, height, width, C / groups]; per-channel quantization runs along dimension 0.</param>
/// <param name="Bias">One value an output channel, or null for none.</param>
/// <param name="Output">[N, H', W', outputs].</param>
/// <param name="Vertical">Stride and dilation along H.</param>
/// <param name="Horizontal">Stride and dilation along W.</param>
/// <param name="Padding">The border's rule.</param>
/// <param name="Activation">The clamp applied to the result.</param>
public sealed record Conv2D(
    Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output,
    WindowAxis Vertical, WindowAxis Horizontal, Padding Padding, FusedActivation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => "CONV_2D";

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
