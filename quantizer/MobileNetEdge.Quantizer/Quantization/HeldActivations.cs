using System.Collections.Concurrent;

namespace MobileNetEdge.Quantizer;

/// <summary>Activations of the simulated int8 network for several inputs at once, held as int8 while later steps need them.</summary>
internal sealed class HeldActivations
{
    /// <summary>Activations held at the same time take at most this, unless a single input's take more.</summary>
    private const long MaxBytes = 96L << 20;

    private readonly QuantizationPlan _plan;
    private readonly ParallelOptions _parallel;
    private readonly List<int> _indices = [];
    private readonly Dictionary<Tensor, sbyte[][]> _values = [];

    /// <summary>Rounds the network's inputs.</summary>
    /// <param name="plan">The plan whose network is simulated.</param>
    /// <param name="inputs">Where the inputs come from; those that cannot be read are left out.</param>
    /// <param name="most">How many are tried at most.</param>
    /// <param name="threads">Inputs run at the same time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public HeldActivations(QuantizationPlan plan, CalibrationInputs inputs, int most, int threads, CancellationToken cancellationToken)
    {
        _plan = plan;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Tensor input = plan.Graph.Inputs[0];
        float[] reals = new float[input.Shape.ElementCount];
        most = (int)Math.Clamp(MaxBytes / Math.Max(LargestHeld(plan.Graph), 1), 1, most);
        List<sbyte[]> held = [];
        for (int i = 0; i < Math.Min(inputs.Count, most); i++)
        {
            if (inputs.Fill(i, reals) is null)
            {
                sbyte[] integers = new sbyte[reals.Length];
                Int8Values.Round(reals, plan.Scales[input], integers);
                held.Add(integers);
                _indices.Add(i);
            }
        }

        Count = held.Count;
        _values[input] = [.. held];
    }

    /// <summary>How many inputs there are.</summary>
    public int Count { get; }

    /// <summary>Which of the inputs these are.</summary>
    public IReadOnlyList<int> Indices => _indices;

    /// <summary>Computes a step for all inputs and holds its results.</summary>
    /// <param name="step">The step of the plan's network.</param>
    /// <param name="simulation">The network's simulation.</param>
    /// <returns>For each input, the sums of the channels, the innermost dimension.</returns>
    public double[][] Compute(Operator step, SimulatedNetwork simulation)
    {
        Tensor output = step.Outputs[0];
        Tensor[] activations = [.. step.Inputs.Where(input => !input.IsConstant).Distinct()];
        FloatProgram program = new(new Model([], [.. simulation.Simulate(step)], [.. activations], [output]));
        sbyte[][] results = _values.TryGetValue(output, out sbyte[][]? before) ? before : Take(output);
        _values[output] = results;
        double[][] sums = new double[Count][];
        ConcurrentBag<FloatExecutor> idle = [];
        Parallel.For(0, Count, _parallel, i =>
        {
            FloatExecutor executor = idle.TryTake(out FloatExecutor? taken) ? taken : new FloatExecutor(program, threads: 1);
            sums[i] = Compute(executor, activations, output, i);
            idle.Add(executor);
        });
        return sums;
    }

    /// <summary>Forgets an activation.</summary>
    public void Release(Tensor tensor) => _values.Remove(tensor);

    private double[] Compute(FloatExecutor executor, Tensor[] activations, Tensor output, int index)
    {
        for (int i = 0; i < activations.Length; i++)
        {
            Int8Values.Widen(_values[activations[i]][index], _plan.Scales[activations[i]], executor.Input(i));
        }

        executor.Run();
        Int8Values.Round(executor.Output(), _plan.Scales[output], _values[output][index]);
        double[] sums = new double[output.Shape.Rank == 0 ? 1 : output.Shape[^1]];
        ChannelSums.Add(executor.Output(), new ValueRange(float.NegativeInfinity, float.PositiveInfinity), sums);
        return sums;
    }

    private sbyte[][] Take(Tensor tensor) => [.. Enumerable.Range(0, Count).Select(_ => new sbyte[tensor.Shape.ElementCount])];

    /// <summary>The most bytes that one input's activations take at the same time.</summary>
    private static long LargestHeld(Graph graph)
    {
        Dictionary<Tensor, int> uses = graph.UseCounts();
        long held = graph.Inputs.Sum(input => (long)input.Shape.ElementCount);
        long largest = held;
        foreach (Operator step in graph.Operators)
        {
            held += step.Outputs[0].Shape.ElementCount;
            largest = Math.Max(largest, held);
            held -= step.Inputs.Where(input => !input.IsConstant && --uses[input] == 0).Sum(input => (long)input.Shape.ElementCount);
        }

        return largest;
    }
}
