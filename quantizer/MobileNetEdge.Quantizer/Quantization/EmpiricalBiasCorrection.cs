using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>
/// Makes the mean of every layer's output channels what it is in the float network: the int8 network is simulated on calibration inputs,
/// layer after layer, and each bias takes up the difference that is left.
/// </summary>
/// <remarks>
/// Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias Correction", section 4.2, measured instead of derived, so
/// that errors of rounding activations are taken up as well. The means are compared behind the fused activation and within the range that
/// int8 can hold: what saturates on purpose, above a chosen range or where a hard-swish is flat, is no error of the mean.
/// </remarks>
internal static class EmpiricalBiasCorrection
{
    /// <summary>Inputs that the means are taken over.</summary>
    private const int MaxInputs = 32;

    /// <summary>Layers corrected from one simulation; more would correct the same difference twice.</summary>
    private const int LayersPerRound = 1;

    /// <summary>Corrects the biases of an int8 network in place.</summary>
    /// <param name="int8">The network.</param>
    /// <param name="program">The float network.</param>
    /// <param name="tensors">The int8 tensor of each of the float network's.</param>
    /// <param name="inputs">Calibration inputs.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static void Run(
        Graph int8,
        FloatProgram program,
        IReadOnlyDictionary<Tensor, Tensor> tensors,
        CalibrationInputs inputs,
        int threads,
        CancellationToken cancellationToken)
    {
        ValueRange RangeOf(Tensor real) => tensors.TryGetValue(real, out Tensor? stored)
            ? ValueRange.OfInt8(stored.Quantization!)
            : new ValueRange(float.NegativeInfinity, float.PositiveInfinity);
        Dictionary<Tensor, double[]> means = Calibrator.ChannelMeans(program, inputs, MaxInputs, RangeOf, threads, cancellationToken);
        Dictionary<Tensor, double[]> expected = tensors.ToDictionary(pair => pair.Value, pair => means[pair.Key]);
        Tensor[] layers = [.. int8.Operators.Where(step => BiasOf(step) is not null).Select(step => step.Outputs[0]).Where(expected.ContainsKey)];
        foreach (Tensor[] round in layers.Chunk(LayersPerRound))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Int8Simulation simulation = Int8Simulation.Of(UpTo(int8, round));
            Dictionary<Tensor, double[]> simulated = Calibrator.ChannelMeans(
                new FloatProgram(simulation.Model), inputs, MaxInputs, clampOf: null, threads, cancellationToken);
            int8.Rewrite(step => round.Contains(step.Outputs[0])
                ? [Correct(step, expected[step.Outputs[0]], simulated[simulation[step.Outputs[0]]])]
                : [step]);
        }
    }

    private static Graph UpTo(Graph graph, Tensor[] outputs)
    {
        Graph part = new(graph.ToModel());
        part.Outputs.Clear();
        part.Outputs.AddRange(outputs);
        part.RemoveDead();
        return part;
    }

    private static Tensor? BiasOf(Operator step) => step switch
    {
        Conv2D conv => conv.Bias,
        DepthwiseConv2D conv => conv.Bias,
        _ => null,
    };

    private static Operator Correct(Operator step, double[] expected, double[] simulated)
    {
        Tensor bias = BiasOf(step)!;
        int[] steps = MemoryMarshal.Cast<byte, int>(bias.Data.Span).ToArray();
        for (int channel = 0; channel < steps.Length; channel++)
        {
            double difference = (expected[channel] - simulated[channel]) / bias.Quantization!.Scales[bias.Quantization.IsPerChannel ? channel : 0];
            steps[channel] = (int)Math.Clamp(
                steps[channel] + Math.Round(difference, MidpointRounding.AwayFromZero), -LayerQuantizer.MaxBias, LayerQuantizer.MaxBias);
        }

        Tensor corrected = new(bias.Name, bias.Type, bias.Shape, bias.Quantization, MemoryMarshal.AsBytes<int>(steps).ToArray());
        return step.MapTensors(tensor => tensor == bias ? corrected : tensor);
    }
}
