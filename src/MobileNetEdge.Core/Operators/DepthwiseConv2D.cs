using System.Collections.Immutable;

namespace MobileNetEdge;

/// <summary>DEPTHWISE_CONV_2D: each input channel is convolved by <see cref="DepthMultiplier"/> filters of its own.</summary>
/// <param name="Input">Activations [N, H, W, C].</param>
/// <param name="Weights">[1, height, width, C × multiplier]; per-channel quantization runs along dimension 3.</param>
/// <param name="Bias">One value an output channel, or null for none.</param>
/// <param name="Output">[N, H', W', C × multiplier]; output channel c × multiplier + m belongs to input channel c.</param>
/// <param name="Vertical">Stride and dilation along H.</param>
/// <param name="Horizontal">Stride and dilation along W.</param>
/// <param name="Padding">The border's rule.</param>
/// <param name="Activation">The clamp applied to the result.</param>
public sealed record DepthwiseConv2D(
    Tensor Input, Tensor Weights, Tensor? Bias, Tensor Output,
    WindowAxis Vertical, WindowAxis Horizontal, Padding Padding, FusedActivation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => "DEPTHWISE_CONV_2D";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => Bias is null ? [Input, Weights] : [Input, Weights, Bias];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <summary>
    /// Filters an input channel has: weight channels / C, as TensorFlow Lite computes it; the option of that name in the file is redundant
    /// and wrong in some files.
    /// </summary>
    public int DepthMultiplier => Weights.Shape[^1] / Input.Shape[^1];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with { Input = map(Input), Weights = map(Weights), Bias = Bias is null ? null : map(Bias), Output = map(Output) };
    }
}
