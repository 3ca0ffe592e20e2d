namespace MobileNetEdge.Quantizer.Architectures.Safetensors;

/// <summary>Weights in torchvision's layout, with batch normalizations folded into them.</summary>
/// <remarks>
/// A layer whose tensors are missing or misshaped is given zeros, so that all faults of a file are found;
/// <see cref="ThrowIfFaulty"/> then tells them.
/// </remarks>
/// <param name="file">The file.</param>
/// <param name="epsilon">What batch normalization adds to the variance.</param>
internal sealed class SafetensorsWeights(SafetensorsFile file, double epsilon) : WeightSource
{
    private readonly List<string> _faults = [];

    /// <inheritdoc/>
    public override (Tensor Weights, Tensor Bias) Take(Layer layer)
    {
        string name = $"{layer.Name.Weights}.weight";
        float[] weights = Read(name, StoredShape(layer));
        float[] bias = layer.Name.Normalization is { } normalization
            ? Fold(normalization, weights, layer.Outputs)
            : Read($"{layer.Name.Weights}.bias", layer.Outputs);
        if (!Array.TrueForAll(weights, float.IsFinite) || !Array.TrueForAll(bias, float.IsFinite))
        {
            _faults.Add($"'{name}' has values that are not finite once '{layer.Name.Normalization}' is folded");
        }

        return (Constant(name, layer.WeightsShape, Arrange(layer, weights)), Constant($"{layer.Name.Weights}.bias", new(layer.Outputs), bias));
    }

    /// <summary>Tells what is wrong with the tensors that were taken.</summary>
    /// <exception cref="InvalidModelException">Something is.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new InvalidModelException($"{_faults.Count} tensors do not fit the network: {string.Join("; ", _faults)}");
        }
    }

    /// <summary>PyTorch's layouts: [outputs, depth, k, k] and [outputs, depth × k × k].</summary>
    private static int[] StoredShape(Layer layer)
    {
        return layer.Kind == LayerKind.Connected ? [layer.Outputs, layer.FanIn] : [layer.Outputs, layer.Depth, layer.Taps, layer.Taps];
    }

    /// <summary>Moves the taps before the channels that lie innermost in the operator's weights.</summary>
    private static float[] Arrange(Layer layer, float[] stored)
    {
        int taps = layer.Taps * layer.Taps;
        float[] arranged = new float[stored.Length];
        for (int i = 0; i < stored.Length; i++)
        {
            int tap = i % taps;
            int depth = i / taps % layer.Depth;
            int output = i / layer.FanIn;
            int target = layer.Kind == LayerKind.Depthwise
                ? (tap * layer.Outputs) + output
                : (((output * taps) + tap) * layer.Depth) + depth;
            arranged[target] = stored[i];
        }

        return arranged;
    }

    /// <summary>
    /// (w x - mean) gamma / sqrt(variance + epsilon) + beta = (w s) x + (beta - mean s) with s = gamma / sqrt(variance + epsilon).
    /// </summary>
    /// <returns>The bias; the weights are scaled in place.</returns>
    private float[] Fold(string normalization, float[] weights, int outputs)
    {
        float[] gamma = Read($"{normalization}.weight", outputs);
        float[] beta = Read($"{normalization}.bias", outputs);
        float[] mean = Read($"{normalization}.running_mean", outputs);
        float[] variance = Read($"{normalization}.running_var", outputs);
        if (Array.Exists(variance, v => v < 0))
        {
            _faults.Add($"'{normalization}.running_var' holds negative values");
        }

        int fanIn = weights.Length / outputs;
        float[] bias = new float[outputs];
        for (int channel = 0; channel < outputs; channel++)
        {
            double scale = gamma[channel] / Math.Sqrt(Math.Max(variance[channel], 0.0) + epsilon);
            bias[channel] = (float)(beta[channel] - (mean[channel] * scale));
            foreach (ref float weight in weights.AsSpan(channel * fanIn, fanIn))
            {
                weight = (float)(weight * scale);
            }
        }

        return bias;
    }

    private float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        float[]? values = file.TryRead(name, shape, out string? fault);
        if (fault is not null)
        {
            _faults.Add(fault);
        }

        return values ?? new float[new Shape(shape).ElementCount];
    }
}
