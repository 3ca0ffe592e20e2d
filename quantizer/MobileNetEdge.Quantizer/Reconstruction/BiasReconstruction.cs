using System.Collections.Concurrent;

namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>
/// Tunes the biases of an int8 network on calibration inputs, by gradient descent through its simulation, so that its outputs and the ends of
/// its blocks come nearer to the float network's.
/// </summary>
/// <remarks>
/// After Li et al. 2021, "BRECQ: Pushing the Limit of Post-Training Quantization by Block Reconstruction", and Finkelstein et al. 2022, "QFT:
/// Post-training quantization via fast joint finetuning of all degrees of freedom"; of their degrees of freedom only the biases are used. They
/// have steps so fine that no rounding spoils what is found, and are few enough for some hundred inputs. A part of the inputs is kept out to
/// see whether others gain as well; where they lose, the biases stay.
/// </remarks>
internal sealed class BiasReconstruction
{
    private const int MaxInputs = 192;

    /// <summary>With fewer inputs a few pictures would decide.</summary>
    private const int MinInputs = 24;

    /// <summary>One of so many inputs is kept out.</summary>
    private const int KeptOut = 8;

    /// <summary>
    /// Biases are kept unless the inputs that were kept out get worse by more than this: so few vary by some percent from choice to choice, so
    /// they only show what has gone wrong.
    /// </summary>
    private const double Tolerance = 1.1;

    private const int BatchSize = 8;

    private const int MaxRounds = 12;

    /// <summary>Below this many looks at each input too little is found.</summary>
    private const int MinRounds = 3;

    /// <summary>How much a look at an input costs: the float network, the simulated one, and the way back through it.</summary>
    private const int Passes = 3;

    /// <summary>The products computed at most: some minutes on two cores.</summary>
    private const double MaxWork = 1.5e12;

    /// <summary>Where the outputs have less error than this share of their variance, 20 dB, a few pictures teach more of themselves than of others.</summary>
    private const double LeastError = 0.01;

    /// <summary>The length of the first steps, in steps of the layer's output; they become shorter along a cosine.</summary>
    private const double Rate = 0.01;

    private readonly ReconstructionNetwork _network;
    private readonly FloatProgram _program;
    private readonly CalibrationInputs _inputs;
    private readonly ParallelOptions _parallel;
    private readonly ConcurrentBag<FloatExecutor> _idle = [];
    private readonly Adam _adam;

    private BiasReconstruction(ReconstructionNetwork network, QuantizationPlan plan, CalibrationInputs inputs, ParallelOptions parallel)
    {
        _network = network;
        _program = new FloatProgram(network.Model);
        _inputs = inputs;
        _parallel = parallel;
        _adam = new Adam(
            [.. network.Layers.SelectMany(layer => Enumerable.Repeat((double)plan.Scales[layer.Output].Scale, layer.Offset.Shape.ElementCount))]);
    }

    /// <summary>Tunes the biases of a plan.</summary>
    /// <param name="plan">The plan; its layers get other biases.</param>
    /// <param name="program">The float network of the plan.</param>
    /// <param name="inputs">Calibration inputs.</param>
    /// <param name="parallel">How many inputs run at the same time.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <returns>The error on inputs that were kept out, before and after; null where nothing was tried.</returns>
    public static (double Before, double After)? Run(
        QuantizationPlan plan, FloatProgram program, CalibrationInputs inputs, ParallelOptions parallel, IProgress<double>? progress = null)
    {
        int count = Math.Min(inputs.Count, MaxInputs);
        double work = Passes * plan.Graph.Operators.Sum(step => (double)OperatorCost.Of(step).Macs) * count;
        int rounds = (int)Math.Min(MaxRounds, MaxWork / Math.Max(work, 1));
        if (count < MinInputs || rounds < MinRounds)
        {
            return null;
        }

        ReconstructionNetwork network = new(plan, program, ReconstructionTarget.FindAll(plan, program, inputs));
        BiasReconstruction reconstruction = new(network, plan, inputs, parallel);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * inputs.Count / count))];
        int[] keptOut = [.. chosen.Where((_, i) => i % KeptOut == KeptOut - 1)];
        double[] errors = reconstruction.Errors(keptOut);
        if (errors.Where((_, i) => network.Targets[i].IsOutput).Sum() < LeastError * keptOut.Length)
        {
            return null;
        }

        double before = errors.Sum();
        reconstruction.Descend([.. chosen.Except(keptOut)], rounds, progress);
        double after = reconstruction.Errors(keptOut).Sum();
        if (after < Tolerance * before)
        {
            reconstruction.Store(plan);
        }

        return (before, after);
    }

    /// <summary>Goes down along the gradients of batches, each of inputs from all over the calibration set.</summary>
    private void Descend(int[] inputs, int rounds, IProgress<double>? progress)
    {
        int batches = (inputs.Length + BatchSize - 1) / BatchSize;
        int steps = batches * rounds;
        for (int step = 0; step < steps; step++)
        {
            int[] batch = [.. inputs.Where((_, i) => (i + i / batches) % batches == step % batches)];
            double rate = Rate * (1 + Math.Cos(Math.PI * step / steps)) / 2;
            _adam.Step(Sum(batch, _adam.Values.Length, Gradient), rate);
            progress?.Report((step + 1.0) / steps);
        }
    }

    /// <summary>The weighted squares of the differences at each target.</summary>
    private double[] Errors(int[] inputs) => Sum(inputs, _network.Targets.Length, Errors);

    /// <summary>Runs the network on inputs with the offsets as they are, and adds up what is read; inputs that cannot be read are left out.</summary>
    private double[] Sum(int[] inputs, int length, Func<FloatExecutor, double[]> read)
    {
        double[]?[] results = new double[inputs.Length][];
        Parallel.For(0, inputs.Length, _parallel, i =>
        {
            FloatExecutor executor = _idle.TryTake(out FloatExecutor? taken) ? taken : new FloatExecutor(_program, threads: 1);
            if (_inputs.Fill(inputs[i], executor.Input()) is null)
            {
                SetOffsets(executor);
                executor.Run();
                results[i] = read(executor);
            }

            _idle.Add(executor);
        });
        double[] sum = new double[length];
        foreach (double[] own in results.OfType<double[]>())
        {
            for (int i = 0; i < length; i++)
            {
                sum[i] += own[i];
            }
        }

        return sum;
    }

    private void SetOffsets(FloatExecutor executor)
    {
        int start = 0;
        foreach (TunedLayer layer in _network.Layers)
        {
            foreach (ref float offset in executor.Input(layer.Input))
            {
                offset = (float)_adam.Values[start++];
            }
        }
    }

    private double[] Gradient(FloatExecutor executor)
    {
        double[] gradient = new double[_adam.Values.Length];
        int start = 0;
        for (int i = 0; i < _network.Layers.Length; i++)
        {
            foreach (float value in executor.Output(i))
            {
                gradient[start++] = value;
            }
        }

        return gradient;
    }

    private double[] Errors(FloatExecutor executor)
    {
        double[] errors = new double[_network.Targets.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            foreach (float difference in executor.Output(_network.Layers.Length + i))
            {
                errors[i] += _network.Targets[i].Weight * difference * difference;
            }
        }

        return errors;
    }

    private void Store(QuantizationPlan plan)
    {
        int start = 0;
        foreach (TunedLayer layer in _network.Layers)
        {
            int count = layer.Offset.Shape.ElementCount;
            QuantizedWeights weights = plan.Layers[layer.Output];
            plan.Layers[layer.Output] = weights with { Bias = LayerQuantizer.Shifted(weights.Bias, _adam.Values.AsSpan(start, count)) };
            start += count;
        }
    }
}
