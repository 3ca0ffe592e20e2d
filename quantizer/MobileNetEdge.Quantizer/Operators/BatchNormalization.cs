using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>Inference-time batch normalization: <c>(x - mean) / sqrt(variance + epsilon) × scale + offset</c> for each channel.</summary>
/// <param name="Input">[..., C].</param>
/// <param name="Output">Shaped like the input.</param>
/// <param name="Scale">Gamma, C float32 constants.</param>
/// <param name="Offset">Beta, C float32 constants.</param>
/// <param name="Mean">Running mean, C float32 constants.</param>
/// <param name="Variance">Running variance, C float32 constants.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNormalization(
    Tensor Input, Tensor Output, Tensor Scale, Tensor Offset, Tensor Mean, Tensor Variance, float Epsilon) : Operator
{
    /// <inheritdoc/>
    public override string Name => "BATCH_NORMALIZATION";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Inputs => [Input, Scale, Offset, Mean, Variance];

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> Outputs => [Output];

    /// <inheritdoc/>
    public override Operator MapTensors(Func<Tensor, Tensor> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with
        {
            Input = map(Input),
            Output = map(Output),
            Scale = map(Scale),
            Offset = map(Offset),
            Mean = map(Mean),
            Variance = map(Variance),
        };
    }
}
