using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer.Passes;

/// <summary>
/// A convolution or a fully connected layer of constant weights: output channels that are weighted sums of input channels.
/// </summary>
internal sealed class WeightedLayer
{
    /// <summary>Larger weights stay as they are.</summary>
    private const int MaxElements = 1 << 28;

    private WeightedLayer(Operator step, Tensor weights, Tensor? bias, FusedActivation activation)
    {
        Step = step;
        Weights = weights;
        Bias = bias;
        Activation = activation;
    }

    /// <summary>The operator.</summary>
    public Operator Step { get; }

    /// <summary>The activations read.</summary>
    public Tensor Input => Step.Inputs[0];

    /// <summary>The weights.</summary>
    public Tensor Weights { get; }

    /// <summary>One constant an output, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The activations written.</summary>
    public Tensor Output => Step.Outputs[0];

    /// <summary>The clamp applied to the result.</summary>
    public FusedActivation Activation { get; }

    /// <summary>The output's innermost extent, where that is how many sums there are; else null.</summary>
    public int? OutputChannels => Output.Shape.Rank > 0 && Output.Shape[^1] == Sums ? Sums : null;

    /// <summary>The input's innermost extent, where each weight belongs to one index of it; else null.</summary>
    public int? InputChannels => Input.Shape.Rank > 0 && (Step is not FullyConnected || Weights.Shape[1] % Input.Shape[^1] == 0)
        ? Input.Shape[^1]
        : null;

    private int Sums => Step is DepthwiseConv2D ? Weights.Shape[^1] : Weights.Shape[0];

    /// <summary>A step as a layer; null where it is another operator, or has weights that are no constants.</summary>
    /// <exception cref="InvalidModelException">The shapes contradict the operator's definition.</exception>
    public static WeightedLayer? Of(Operator? step)
    {
        WeightedLayer? layer = step switch
        {
            Conv2D conv => new(conv, conv.Weights, conv.Bias, conv.Activation),
            DepthwiseConv2D conv => new(conv, conv.Weights, conv.Bias, conv.Activation),
            FullyConnected connected => new(connected, connected.Weights, connected.Bias, connected.Activation),
            _ => null,
        };
        if (layer is null || !layer.IsConstant)
        {
            return null;
        }

        OperatorChecks.Apply(layer.Step);
        return layer;
    }

    /// <summary>The output channel that a weight belongs to.</summary>
    public int OutputOf(int weight) => Step is DepthwiseConv2D ? weight % Sums : weight / (Weights.Shape.ElementCount / Sums);

    /// <summary>The input channel that a weight belongs to.</summary>
    public int InputOf(int weight)
    {
        int channels = Input.Shape[^1];
        switch (Step)
        {
            case DepthwiseConv2D:
                return weight % Sums / (Sums / channels);
            case FullyConnected:
                return weight % Weights.Shape[1] % channels;
            default:
                int depth = Weights.Shape[3];
                int sumsPerGroup = Sums / (channels / depth);
                return (OutputOf(weight) / sumsPerGroup * depth) + (weight % depth);
        }
    }

    /// <summary>The layer with a function of its sums in it, for <see cref="OutputChannels"/> channels; a clamp comes after that.</summary>
    public Operator WithAffine(ChannelAffine affine, Tensor output, FusedActivation activation)
    {
        double[] weights = FloatConstants.Widen(Weights);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= affine.Factors[OutputOf(i)];
        }

        double[] bias = Bias is null ? new double[affine.Channels] : FloatConstants.Widen(Bias);
        for (int c = 0; c < bias.Length; c++)
        {
            bias[c] = (bias[c] * affine.Factors[c]) + affine.Offsets[c];
        }

        return With(weights, bias, output, activation);
    }

    /// <summary>The layer that reads a multiple: its weights times a factor.</summary>
    public Operator WithInputFactor(double factor)
    {
        double[] weights = Array.ConvertAll(FloatConstants.Widen(Weights), weight => weight * factor);
        return With(weights, Bias is null ? null : FloatConstants.Widen(Bias), Output, Activation);
    }

    /// <summary>The layer with its own constants and another output.</summary>
    public Operator WithOutput(Tensor output, FusedActivation activation) => Step switch
    {
        Conv2D conv => conv with { Output = output, Activation = activation },
        DepthwiseConv2D conv => conv with { Output = output, Activation = activation },
        FullyConnected connected => connected with { Output = output, Activation = activation },
        _ => throw new InvalidOperationException($"{Step} has no weights"),
    };

    /// <summary>The layer with other constants, each rounded once.</summary>
    public Operator With(double[] weights, double[]? bias, Tensor output, FusedActivation activation)
    {
        Tensor newWeights = FloatConstants.Create(Weights.Name, Weights.Shape, weights);
        Tensor? newBias = bias is null ? null : FloatConstants.Create(Bias?.Name ?? $"{Weights.Name}/bias", new Shape(bias.Length), bias);
        return Step switch
        {
            Conv2D conv => conv with { Weights = newWeights, Bias = newBias, Output = output, Activation = activation },
            DepthwiseConv2D conv => conv with { Weights = newWeights, Bias = newBias, Output = output, Activation = activation },
            FullyConnected connected => connected with { Weights = newWeights, Bias = newBias, Output = output, Activation = activation },
            _ => throw new InvalidOperationException($"{Step} has no weights"),
        };
    }

    private bool IsConstant =>
        FloatConstants.Is(Weights) && (Bias is null || FloatConstants.Is(Bias)) && Weights.Shape.ElementCount <= MaxElements;
}
