using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>
/// Makes the mean of every layer's output channels what it is in the float network: the int8 network is simulated on calibration inputs,
/// layer after layer, and each bias takes up the difference that is left.
/// </summary>
/// <remarks>
/// Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias Correction", section 4.2, measured instead of derived, so
/// that errors of rounding activations are taken up as well. The means are compared behind the fused activation and within the range that
/// int8 can hold: what saturates on purpose, above a chosen range or where a hard-swish is flat, is no error of the mean. Every layer is
/// computed once for all inputs before the next, with what corrected layers before it gave.
/// </remarks>
internal sealed class EmpiricalBiasCorrection
{
    /// <summary>Inputs that the means are taken over; the simulation holds their activations in int8.</summary>
    private const int MaxInputs = 96;

    private readonly Graph _int8;
    private readonly Dictionary<Tensor, double[]> _expected;
    private readonly ParallelOptions _parallel;
    private readonly List<Dictionary<Tensor, sbyte[]>> _values = [];

    private EmpiricalBiasCorrection(Graph int8, Dictionary<Tensor, double[]> expected, ParallelOptions parallel)
    {
        _int8 = int8;
        _expected = expected;
        _parallel = parallel;
    }

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
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        EmpiricalBiasCorrection correction = new(int8, expected, parallel);
        correction.ReadInputs(inputs);
        correction.Run();
    }

    private void ReadInputs(CalibrationInputs inputs)
    {
        Tensor input = _int8.Inputs[0];
        RoundedOutput rounding = new(input.Quantization!, FusedActivation.None, input.Shape[^1]);
        float[] reals = new float[input.Shape.ElementCount];
        for (int i = 0; i < Math.Min(inputs.Count, MaxInputs); i++)
        {
            if (inputs.Fill(i, reals) is null)
            {
                _values.Add(new() { [input] = rounding.Round(reals, []) });
            }
        }
    }

    private void Run()
    {
        Dictionary<Tensor, int> lastReader = [];
        for (int i = 0; i < _int8.Operators.Count; i++)
        {
            foreach (Tensor input in _int8.Operators[i].Inputs)
            {
                lastReader[input] = i;
            }
        }

        for (int i = 0; i < _int8.Operators.Count && _values.Count > 0; i++)
        {
            _int8.Operators[i] = Correct(_int8.Operators[i]);
            foreach (Tensor input in _int8.Operators[i].Inputs.Where(input => lastReader.GetValueOrDefault(input, -1) == i))
            {
                _values.ForEach(values => values.Remove(input));
            }
        }
    }

    /// <summary>Computes a step for all inputs, corrects its bias where it has one, and keeps the corrected results.</summary>
    private Operator Correct(Operator step)
    {
        Tensor output = step.Outputs[0];
        (Tensor? bias, FusedActivation activation) = step switch
        {
            Conv2D conv => (conv.Bias, conv.Activation),
            DepthwiseConv2D conv => (conv.Bias, conv.Activation),
            _ => (null, FusedActivation.None),
        };
        RoundedOutput rounding = new(output.Quantization!, activation, output.Shape[^1]);
        using Int8Step simulation = new(step);
        if (bias is null || !_expected.TryGetValue(output, out double[]? expected))
        {
            Compute(simulation, output, rounding, []);
            return step;
        }

        Compute(simulation, output, rounding, []);
        double[] means = ChannelMeans(output, rounding);
        (Tensor corrected, double[] corrections) = Correct(bias, [.. expected.Zip(means, (e, m) => e - m)]);
        Compute(simulation, output, rounding, corrections);
        return step.MapTensors(tensor => tensor == bias ? corrected : tensor);
    }

    private void Compute(Int8Step simulation, Tensor output, RoundedOutput rounding, double[] corrections)
    {
        Parallel.For(0, _values.Count, _parallel, i =>
            _values[i][output] = rounding.Round(simulation.Run(tensor => _values[i][tensor]), corrections));
    }

    private double[] ChannelMeans(Tensor output, RoundedOutput rounding)
    {
        double[] sums = new double[output.Shape[^1]];
        foreach (Dictionary<Tensor, sbyte[]> values in _values)
        {
            double[] own = rounding.ChannelSums(values[output]);
            for (int channel = 0; channel < sums.Length; channel++)
            {
                sums[channel] += own[channel];
            }
        }

        double count = (double)_values.Count * output.Shape.ElementCount / sums.Length;
        return [.. sums.Select(sum => sum / count)];
    }

    /// <summary>The bias with differences added, and what was added after rounding to its steps.</summary>
    private static (Tensor Bias, double[] Corrections) Correct(Tensor bias, double[] differences)
    {
        int[] steps = MemoryMarshal.Cast<byte, int>(bias.Data.Span).ToArray();
        double[] corrections = new double[steps.Length];
        for (int channel = 0; channel < steps.Length; channel++)
        {
            double scale = bias.Quantization!.Scales[bias.Quantization.IsPerChannel ? channel : 0];
            int corrected = (int)Math.Clamp(
                steps[channel] + Math.Round(differences[channel] / scale, MidpointRounding.AwayFromZero),
                -LayerQuantizer.MaxBias,
                LayerQuantizer.MaxBias);
            corrections[channel] = scale * ((double)corrected - steps[channel]);
            steps[channel] = corrected;
        }

        return (new Tensor(bias.Name, bias.Type, bias.Shape, bias.Quantization, MemoryMarshal.AsBytes<int>(steps).ToArray()), corrections);
    }
}
