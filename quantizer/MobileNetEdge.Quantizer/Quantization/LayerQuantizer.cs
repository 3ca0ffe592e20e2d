using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Execution;
using MobileNetEdge.Quantizer.Passes;

namespace MobileNetEdge.Quantizer;

/// <summary>Quantizes the constants of one layer.</summary>
internal sealed class LayerQuantizer
{
    /// <summary>Keeps biases well inside int32, so that accumulators fit as well.</summary>
    public const double MaxBias = 1 << 29;

    /// <summary>The smallest input scale × weight scale / output scale: below it the fixed-point multiplier would be coarse.</summary>
    private const double MinMultiplier = 1.0 / (1 << 20);

    private readonly Tensor _weights;
    private readonly int _axis;
    private readonly double[] _bias;
    private readonly int _channels;

    public LayerQuantizer(Tensor weights, Tensor? bias, int channelAxis)
    {
        _weights = weights;
        _axis = channelAxis;
        _channels = weights.Shape[channelAxis];
        _bias = new double[_channels];
        RequireFinite(weights);
        if (bias is not null)
        {
            RequireFinite(bias);
            ReadOnlySpan<float> values = FloatConstants.Read(bias);
            for (int i = 0; i < _channels; i++)
            {
                _bias[i] = values[i];
            }
        }
    }

    /// <summary>The weights where they lie: large ones are not copied.</summary>
    private ReadOnlySpan<float> Values => FloatConstants.Read(_weights);

    /// <summary>Quantizes the constants of every layer of a plan.</summary>
    /// <param name="plan">The plan; its layers are replaced.</param>
    /// <param name="moments">Moments of each layer's inputs by its output, where weights are rounded with regard to them.</param>
    /// <param name="searchScales">Whether weight scales are searched.</param>
    /// <param name="parallel">How many layers are quantized at the same time.</param>
    public static void QuantizeAll(
        QuantizationPlan plan, IReadOnlyDictionary<Tensor, InputMoments> moments, bool searchScales, ParallelOptions parallel)
    {
        WeightedLayer[] layers = [.. plan.Graph.Operators.Select(WeightedLayer.Of).OfType<WeightedLayer>()];
        QuantizedWeights[] quantized = new QuantizedWeights[layers.Length];
        Parallel.For(0, layers.Length, parallel, i =>
        {
            WeightedLayer layer = layers[i];
            LayerQuantizer quantizer = new(layer.Weights, layer.Bias, layer.Step is DepthwiseConv2D ? 3 : 0);
            float outputScale = plan.Scales[layer.Output].Scale;
            if (plan.Copies.TryGetValue(layer.Output, out ChannelCopies? copies))
            {
                quantizer.Shift(copies, outputScale);
            }

            quantized[i] = quantizer.Quantize(plan.Scales[layer.Input].Scale, outputScale, searchScales, moments.GetValueOrDefault(layer.Output));
        });
        for (int i = 0; i < layers.Length; i++)
        {
            plan.Layers[layers[i].Output] = quantized[i];
        }
    }

    /// <summary>Shifts copies of a channel against each other.</summary>
    /// <param name="copies">The output's channels.</param>
    /// <param name="outputScale">The output's step.</param>
    public void Shift(ChannelCopies copies, float outputScale)
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            _bias[channel] += copies.ShiftOf(channel) * outputScale;
        }
    }

    /// <summary>Quantizes.</summary>
    /// <param name="inputScale">Of the layer's input.</param>
    /// <param name="outputScale">Of its output.</param>
    /// <param name="searchScales">Whether weight scales are searched.</param>
    /// <param name="moments">Moments of the layer's inputs; null to round each weight for itself.</param>
    public QuantizedWeights Quantize(float inputScale, float outputScale, bool searchScales, InputMoments? moments = null)
    {
        float[] scales = new float[_channels];
        int[] bias = new int[_channels];
        byte[] quantized = new byte[_weights.Shape.ElementCount];
        CompensatedRounding? shared = moments?.Groups == 1 ? new CompensatedRounding(moments.Covariances(0)) : null;
        double signal = 0;
        double noise = 0;
        for (int channel = 0; channel < _channels; channel++)
        {
            float[] weights = Channel(channel);
            int group = moments is null ? 0 : (int)((long)channel * moments.Groups / _channels);
            CompensatedRounding? rounding = shared ?? (moments is null ? null : new CompensatedRounding(moments.Covariances(group)));
            double least = Math.Max(MinMultiplier * outputScale / inputScale, Math.Abs(_bias[channel]) / (inputScale * MaxBias));
            scales[channel] = (float)Math.Max(WeightQuantizer.ChooseScale(weights, searchScales, rounding?.Variances), least);
            sbyte[] rounded = rounding?.Round(weights, scales[channel]) ?? WeightQuantizer.Quantize(weights, scales[channel]);
            double[]? means = moments?.Means(group);
            double correction = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double error = rounded[i] * (double)scales[channel] - weights[i];
                quantized[IndexOf(channel, i)] = (byte)rounded[i];
                correction += means is null ? 0 : error * means[i];
                signal += (double)weights[i] * weights[i];
                noise += error * error;
            }

            double steps = (_bias[channel] - correction) / ((double)inputScale * scales[channel]);
            bias[channel] = (int)Math.Clamp(Math.Round(steps, MidpointRounding.AwayFromZero), -MaxBias, MaxBias);
        }

        return new QuantizedWeights(WeightTensor(quantized, scales), BiasTensor(bias, inputScale, scales), Decibel(signal, noise));
    }

    /// <summary>A bias with reals added, one a channel.</summary>
    internal static Tensor Shifted(Tensor bias, ReadOnlySpan<double> shifts)
    {
        int[] steps = MemoryMarshal.Cast<byte, int>(bias.Data.Span).ToArray();
        for (int channel = 0; channel < steps.Length; channel++)
        {
            double scale = bias.Quantization!.Scales[bias.Quantization.IsPerChannel ? channel : 0];
            double sum = steps[channel] + Math.Round(shifts[channel] / scale, MidpointRounding.AwayFromZero);
            steps[channel] = (int)Math.Clamp(sum, -MaxBias, MaxBias);
        }

        return new Tensor(bias.Name, bias.Type, bias.Shape, bias.Quantization, MemoryMarshal.AsBytes<int>(steps).ToArray());
    }

    /// <summary>10 log10 of a ratio of powers; 0 / 0 counts as no noise.</summary>
    internal static double Decibel(double signal, double noise) => noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise);

    private Tensor WeightTensor(byte[] quantized, float[] scales)
    {
        QuantizationParameters parameters = new([.. scales], [.. new int[_channels]], _axis);
        return new Tensor(_weights.Name, ElementType.Int8, _weights.Shape, parameters, quantized);
    }

    private Tensor BiasTensor(int[] bias, float inputScale, float[] scales)
    {
        QuantizationParameters parameters = new([.. scales.Select(scale => inputScale * scale)], [.. new int[_channels]], axis: 0);
        return new Tensor(
            _weights.Name + "/bias", ElementType.Int32, new Shape(_channels), parameters, MemoryMarshal.AsBytes<int>(bias).ToArray());
    }

    private float[] Channel(int channel)
    {
        ReadOnlySpan<float> values = Values;
        float[] weights = new float[values.Length / _channels];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = values[IndexOf(channel, i)];
        }

        return weights;
    }

    /// <summary>Where weight i of a channel lies: channels are the first dimension, or the last for a depthwise convolution.</summary>
    private int IndexOf(int channel, int i) => _axis == 0 ? channel * (_weights.Shape.ElementCount / _channels) + i : i * _channels + channel;

    private static void RequireFinite(Tensor tensor)
    {
        if (!FloatConstants.All(tensor, float.IsFinite))
        {
            throw new InvalidModelException($"constant {tensor} holds values that are infinite or not a number");
        }
    }
}
