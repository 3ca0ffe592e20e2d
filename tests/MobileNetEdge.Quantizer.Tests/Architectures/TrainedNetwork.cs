using System.Globalization;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>A .safetensors file such that folding its batch normalizations gives the weights of a known network.</summary>
internal static class TrainedNetwork
{
    /// <summary>Unfolds a network's biases into random normalizations.</summary>
    /// <param name="model">A network with torchvision's names.</param>
    /// <param name="epsilon">What the normalization adds to the variance.</param>
    /// <param name="seed">What the normalizations begin from.</param>
    /// <param name="normalizationOf">The normalization behind a layer, null where it has none; null for the MobileNets' rule.</param>
    public static byte[] ToFile(Model model, double epsilon, int seed = 1, Func<string, string?>? normalizationOf = null)
    {
        normalizationOf ??= name => HasNormalization(name) ? NormalizationOf(name) : null;
        Random random = new(seed);
        SafetensorsWriter writer = new();
        foreach (Operator step in model.Operators.Where(step => step.Inputs.Any(tensor => tensor.IsConstant)))
        {
            float[] weights = ToPyTorch(step, out int[] shape);
            float[] bias = Values(step.Inputs[2]);
            string name = step.Inputs[1].Name[..^".weight".Length];
            if (normalizationOf(name) is { } normalization)
            {
                Unfold(writer, normalization, weights, bias, epsilon, random);
            }
            else
            {
                writer.Add($"{name}.bias", "F32", [bias.Length], bias);
            }

            writer.Add($"{name}.weight", random.Next(2) == 0 ? "F32" : "F64", shape, weights);
        }

        return writer.ToFile();
    }

    private static void Unfold(SafetensorsWriter writer, string name, float[] weights, float[] bias, double epsilon, Random random)
    {
        int outputs = bias.Length;
        float[] gamma = new float[outputs];
        float[] beta = new float[outputs];
        float[] mean = new float[outputs];
        float[] variance = new float[outputs];
        for (int c = 0; c < outputs; c++)
        {
            gamma[c] = 0.5f + random.NextSingle();
            mean[c] = random.NextSingle() - 0.5f;
            variance[c] = 0.01f + random.NextSingle();
            double scale = gamma[c] / Math.Sqrt(variance[c] + epsilon);
            beta[c] = (float)(bias[c] + (mean[c] * scale));
            foreach (ref float weight in weights.AsSpan(c * weights.Length / outputs, weights.Length / outputs))
            {
                weight = (float)(weight / scale);
            }
        }

        writer.Add($"{name}.weight", "F32", [outputs], gamma);
        writer.Add($"{name}.bias", "F64", [outputs], beta);
        writer.Add($"{name}.running_mean", "F32", [outputs], mean);
        writer.Add($"{name}.running_var", "F32", [outputs], variance);
        writer.Add($"{name}.num_batches_tracked", "I64", [], [1]);
    }

    private static bool HasNormalization(string name)
    {
        return !name.StartsWith("classifier", StringComparison.Ordinal) && !name.Contains(".fc", StringComparison.Ordinal);
    }

    /// <summary>The normalization is the part after the convolution.</summary>
    private static string NormalizationOf(string name)
    {
        int dot = name.LastIndexOf('.');
        int part = int.Parse(name[(dot + 1)..], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}.{part + 1}");
    }

    private static float[] ToPyTorch(Operator step, out int[] shape)
    {
        Shape stored = step.Inputs[1].Shape;
        float[] values = Values(step.Inputs[1]);
        if (stored.Rank == 2)
        {
            shape = stored.Extents.ToArray();
            return values;
        }

        bool isDepthwise = step is DepthwiseConv2D;
        shape = isDepthwise ? [stored[3], 1, stored[1], stored[2]] : [stored[0], stored[3], stored[1], stored[2]];
        float[] moved = new float[values.Length];
        int target = 0;
        for (int output = 0; output < shape[0]; output++)
        {
            for (int depth = 0; depth < shape[1]; depth++)
            {
                for (int tap = 0; tap < stored[1] * stored[2]; tap++)
                {
                    moved[target++] = isDepthwise
                        ? values[(tap * shape[0]) + output]
                        : values[(((output * stored[1] * stored[2]) + tap) * shape[1]) + depth];
                }
            }
        }

        return moved;
    }

    private static float[] Values(Tensor constant) => [.. Execution.FloatTensors.Values(constant).Select(value => (float)value)];
}
