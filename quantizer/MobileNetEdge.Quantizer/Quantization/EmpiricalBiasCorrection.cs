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

    /// <summary>A mean counts from two standard errors on.</summary>
    private const double Caution = 4;

    private readonly QuantizationPlan _plan;
    private readonly SimulatedNetwork _simulation;
    private readonly HeldActivations _held;

    /// <summary>Sums of each input's channels in the float network.</summary>
    private readonly Dictionary<Tensor, double[]>[] _expected;

    private EmpiricalBiasCorrection(QuantizationPlan plan, HeldActivations held, Dictionary<Tensor, double[]>[] expected)
    {
        _plan = plan;
        _simulation = new SimulatedNetwork(plan);
        _held = held;
        _expected = expected;
    }

    /// <summary>Corrects the biases of a plan.</summary>
    /// <param name="plan">The plan; its layers get other biases.</param>
    /// <param name="program">The float network of the plan.</param>
    /// <param name="inputs">Calibration inputs.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static void Run(
        QuantizationPlan plan, FloatProgram program, CalibrationInputs inputs, int threads, CancellationToken cancellationToken)
    {
        HeldActivations held = new(plan, inputs, MaxInputs, threads, cancellationToken);
        Dictionary<Tensor, double[]>[] expected = new Dictionary<Tensor, double[]>[held.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, expected.Length, parallel, i => expected[i] = Sums(plan, program, inputs, held.Indices[i]));
        new EmpiricalBiasCorrection(plan, held, expected).Run();
    }

    private static Dictionary<Tensor, double[]> Sums(QuantizationPlan plan, FloatProgram program, CalibrationInputs inputs, int index)
    {
        Dictionary<Tensor, double[]> sums = [];
        using FloatExecutor executor = new(program, threads: 1);
        inputs.Fill(index, executor.Input());
        executor.Run((tensor, values) =>
        {
            if (plan.Layers.ContainsKey(tensor))
            {
                sums[tensor] = new double[tensor.Shape[^1]];
                ChannelSums.Add(values, ValueRange.OfInt8(plan.Scales[tensor]), sums[tensor]);
            }
        });
        return sums;
    }

    private void Run()
    {
        Dictionary<Tensor, int> uses = _plan.Graph.UseCounts();
        foreach (Operator step in _plan.Graph.Operators)
        {
            Correct(step);
            foreach (Tensor input in step.Inputs.Where(input => !input.IsConstant && --uses[input] == 0))
            {
                _held.Release(input);
            }
        }
    }

    /// <summary>Computes a step for all inputs, corrects its bias where it has one, and keeps the corrected results.</summary>
    private void Correct(Operator step)
    {
        Tensor output = step.Outputs[0];
        double[][] sums = _held.Compute(step, _simulation);
        if (sums.Length == 0 || !_plan.Layers.TryGetValue(output, out QuantizedWeights? layer))
        {
            return;
        }

        double count = (double)output.Shape.ElementCount / sums[0].Length;
        ChannelCopies? copies = _plan.Copies.GetValueOrDefault(output);
        double[][] means = [.. sums.Select((own, i) => _expected[i][output].Zip(own, (expected, sum) => (expected - sum) / count).ToArray())];
        means = copies is null ? means : Array.ConvertAll(means, copies.Averaged);
        double[] differences = [.. Enumerable.Range(0, sums[0].Length).Select(channel => Certain(Array.ConvertAll(means, own => own[channel])))];
        Tensor corrected = LayerQuantizer.Shifted(layer.Bias, differences);
        if (!corrected.Data.Span.SequenceEqual(layer.Bias.Data.Span))
        {
            _plan.Layers[output] = layer with { Bias = corrected };
            _held.Compute(step, _simulation);
        }
    }

    /// <summary>
    /// The mean of what inputs say, less as they agree less: the shrinkage (1 - v / m²) for a mean m whose own variance is v, times
    /// <see cref="Caution"/>. A few inputs with large errors, such as a clipped rare value, must not shift all others.
    /// (James and Stein 1961, positive part.)
    /// </summary>
    internal static double Certain(double[] differences)
    {
        double mean = differences.Average();
        if (differences.Length < 2 || mean == 0)
        {
            return 0;
        }

        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1) / differences.Length;
        return mean * Math.Max(1 - Caution * variance / (mean * mean), 0);
    }
}
