using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Diagnosis;

namespace MobileNetEdge.Quantizer;

/// <summary>What the rounding of one activation does to the outputs. Ratios are power of the float outputs over power of the error, in dB.</summary>
/// <param name="Name">The activation.</param>
/// <param name="Operator">TensorFlow Lite's name of the operator that writes it.</param>
/// <param name="Range">The reals that its integers reach.</param>
/// <param name="Alone">The ratio with this activation rounded and no other, against no rounding at all.</param>
/// <param name="AllButThis">The ratio with all activations rounded but this, against the float network.</param>
/// <param name="Cumulative">The ratio with this activation and all before it rounded, against the float network.</param>
public sealed record LayerEffect(string Name, string Operator, ValueRange Range, double Alone, double AllButThis, double Cumulative);

/// <summary>Where the error of an int8 model enters.</summary>
/// <param name="Layers">Each activation, in the order of execution.</param>
/// <param name="All">The signal-to-noise ratio of the outputs with all activations rounded, in dB.</param>
/// <param name="WeightsOnly">The ratio with none rounded: what weights, biases and saturation cost.</param>
/// <param name="Inputs">How many inputs were looked at.</param>
public sealed record DiagnosisResult(ImmutableArray<LayerEffect> Layers, double All, double WeightsOnly, int Inputs)
{
    /// <summary>The layers without whose rounding the outputs would be best.</summary>
    public IEnumerable<LayerEffect> Worst(int count) => Layers.OrderByDescending(layer => layer.AllButThis).ThenBy(layer => layer.Alone).Take(count);
}

/// <summary>Finds where the error of an int8 model enters: each activation rounded alone, all but one, and one after another.</summary>
public static class LayerDiagnosis
{
    /// <summary>Looks at an int8 model beside the float network it was made from.</summary>
    /// <param name="network">The float network.</param>
    /// <param name="quantized">The int8 model; the same inputs fit it, as reals.</param>
    /// <param name="inputs">What to run both on.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="UnsupportedModelException">The int8 model has operators or types that have no float form.</exception>
    public static DiagnosisResult Run(
        FloatProgram network, Model quantized, CalibrationInputs inputs, int threads, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(quantized);
        ArgumentNullException.ThrowIfNull(inputs);
        SwitchableNetwork switchable = new(quantized);
        FloatProgram program = new(switchable.Model);
        int count = switchable.Layers.Count;
        EffectSums[] sums = new EffectSums[inputs.Count];
        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, inputs.Count, parallel, i =>
        {
            sums[i] = Observe(network, program, switchable, inputs, i);
            progress?.Report((double)Interlocked.Increment(ref done) / inputs.Count);
        });
        EffectSums sum = EffectSums.Sum(sums, count);
        return new DiagnosisResult(
            [.. switchable.Layers.Select((layer, i) => new LayerEffect(
                layer.Name, layer.Operator, layer.Range, sum.Ratio(sum.Alone[i]), sum.Ratio(sum.AllBut[i]), sum.Ratio(sum.Cumulative[i])))],
            sum.Ratio(sum.All),
            sum.Ratio(sum.None),
            sum.Inputs);
    }

    private static EffectSums Observe(FloatProgram network, FloatProgram program, SwitchableNetwork switchable, CalibrationInputs inputs, int index)
    {
        int count = switchable.Layers.Count;
        EffectSums sums = new(count);
        using FloatExecutor real = new(network, threads: 1);
        using FloatExecutor executor = new(program, threads: 1);
        if (inputs.Fill(index, real.Input()) is not null)
        {
            return sums;
        }

        real.Run();
        real.Input().CopyTo(executor.Input());
        float[] exact = Outputs(_ => false);
        float[] expected = real.Output().ToArray();
        sums.Inputs = 1;
        sums.Signal = expected.Sum(value => (double)value * value);
        sums.None = Error(expected, exact);
        sums.All = Error(expected, Outputs(_ => true));
        for (int layer = 0; layer < count; layer++)
        {
            sums.Alone[layer] = Error(exact, Outputs(i => i == layer));
            sums.AllBut[layer] = Error(expected, Outputs(i => i != layer));
            sums.Cumulative[layer] = Error(expected, Outputs(i => i <= layer));
        }

        return sums;

        float[] Outputs(Predicate<int> isRounded)
        {
            switchable.Run(executor, isRounded);
            return executor.Output().ToArray();
        }
    }

    private static double Error(float[] expected, float[] actual) => expected.Zip(actual, (e, a) => Math.Pow((double)a - e, 2)).Sum();

    /// <summary>Sums of squares over the outputs.</summary>
    private sealed class EffectSums(int layers)
    {
        public int Inputs { get; set; }

        public double Signal { get; set; }

        public double None { get; set; }

        public double All { get; set; }

        public double[] Alone { get; } = new double[layers];

        public double[] AllBut { get; } = new double[layers];

        public double[] Cumulative { get; } = new double[layers];

        public static EffectSums Sum(EffectSums[] parts, int layers)
        {
            EffectSums sum = new(layers);
            foreach (EffectSums part in parts)
            {
                sum.Inputs += part.Inputs;
                sum.Signal += part.Signal;
                sum.None += part.None;
                sum.All += part.All;
                for (int i = 0; i < layers; i++)
                {
                    sum.Alone[i] += part.Alone[i];
                    sum.AllBut[i] += part.AllBut[i];
                    sum.Cumulative[i] += part.Cumulative[i];
                }
            }

            return sum;
        }

        public double Ratio(double noise) => LayerQuantizer.Decibel(Signal, noise);
    }
}
