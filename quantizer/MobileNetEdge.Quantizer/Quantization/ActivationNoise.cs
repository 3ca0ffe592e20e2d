using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer;

/// <summary>Compares every activation of a float network with the int8 one, both running the same inputs.</summary>
internal static class ActivationNoise
{
    /// <summary>A few inputs show where error enters.</summary>
    private const int MaxInputs = 8;

    private const long MaxArenaBytes = 1L << 30;

    /// <summary>The signal-to-noise ratio of each activation in dB.</summary>
    /// <param name="program">The float network.</param>
    /// <param name="int8">The int8 network.</param>
    /// <param name="tensors">The int8 tensor of each of the float network's.</param>
    /// <param name="inputs">What to run both on.</param>
    public static Dictionary<Tensor, double> Measure(
        FloatProgram program, Graph int8, IReadOnlyDictionary<Tensor, Tensor> tensors, CalibrationInputs inputs)
    {
        // Every activation becomes an output, so that it can be read after the run.
        Tensor[] computed = [.. int8.Operators.SelectMany(step => step.Outputs)];
        Model revealing = new([.. int8.Inputs, .. computed], [.. int8.Operators], [.. int8.Inputs], [.. computed]);
        using PreparedModel prepared = PreparedModel.Prepare(revealing, new PrepareOptions { MaxArenaBytes = MaxArenaBytes, Threads = 1 });
        using Interpreter interpreter = prepared.CreateInterpreter();
        using FloatExecutor executor = new(program, keepAll: true);
        Dictionary<Tensor, int> indices = computed.Select((tensor, index) => (tensor, index)).ToDictionary(p => p.tensor, p => p.index);
        Dictionary<Tensor, (double Signal, double Noise)> powers = [];
        for (int i = 0, used = 0; i < inputs.Count && used < MaxInputs; i++)
        {
            if (inputs.Fill(i, executor.Input()) is not null)
            {
                continue;
            }

            used++;
            executor.Run();
            Int8Values.Round(executor.Input(), int8.Inputs[0].Quantization!, interpreter.Input<sbyte>());
            interpreter.Invoke();
            foreach ((Tensor real, Tensor quantized) in tensors)
            {
                if (indices.TryGetValue(quantized, out int index))
                {
                    (double signal, double noise) = Compare(executor.Value(real), interpreter.Output<sbyte>(index), quantized.Quantization!);
                    (double sumSignal, double sumNoise) = powers.GetValueOrDefault(real);
                    powers[real] = (sumSignal + signal, sumNoise + noise);
                }
            }
        }

        return powers.ToDictionary(pair => pair.Key, pair => LayerQuantizer.Decibel(pair.Value.Signal, pair.Value.Noise));
    }

    private static (double Signal, double Noise) Compare(ReadOnlySpan<float> real, ReadOnlySpan<sbyte> quantized, QuantizationParameters parameters)
    {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < real.Length; i++)
        {
            double difference = (double)parameters.Scale * (quantized[i] - parameters.ZeroPoint) - real[i];
            signal += (double)real[i] * real[i];
            noise += difference * difference;
        }

        return (signal, noise);
    }
}
