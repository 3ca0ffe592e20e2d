namespace MobileNetEdge.Quantizer.Tests.Execution;

/// <summary>Runs a step with one thread and two and compares it with <see cref="NaiveOperators"/>.</summary>
internal static class OperatorChecker
{
    /// <summary>Runs <paramref name="count"/> steps, each made from a seed of its own.</summary>
    public static void CheckMany(int count, Func<Random, Operator> create, double tolerance = 1e-5, float magnitude = 4)
    {
        for (int seed = 0; seed < count; seed++)
        {
            Random random = new(seed);
            Check(create(random), random, $"seed {seed}", tolerance, magnitude);
        }
    }

    /// <summary>Runs one step on random inputs.</summary>
    /// <param name="step">The step.</param>
    /// <param name="random">Where inputs come from.</param>
    /// <param name="message">What to say beside the step when it fails.</param>
    /// <param name="tolerance">Largest difference, for results around 1; grows with the result and the number of terms' root.</param>
    /// <param name="magnitude">The inputs' largest absolute value.</param>
    public static void Check(Operator step, Random random, string message, double tolerance = 1e-5, float magnitude = 4)
    {
        FloatProgram program = new(FloatTensors.Network(step));
        using FloatExecutor single = new(program, threads: 1);
        using FloatExecutor dual = new(program, threads: 2);
        Dictionary<Tensor, double[]> values = [];
        for (int i = 0; i < program.Model.Inputs.Length; i++)
        {
            FloatTensors.Fill(random, single.Input(i), magnitude);
            single.Input(i).CopyTo(dual.Input(i));
            values[program.Model.Inputs[i]] = [.. single.Input(i).ToArray().Select(value => (double)value)];
        }

        single.Run();
        dual.Run();
        Assert.True(single.Output().SequenceEqual(dual.Output()), $"{message}: {step}: two threads differ from one");
        double[] expected = NaiveOperators.Evaluate(step, tensor => tensor.IsConstant ? FloatTensors.Values(tensor) : values[tensor]);
        AssertClose(expected, single.Output(), tolerance, $"{message}: {step} {string.Join(", ", step.Inputs)}");
    }

    /// <summary>Compares element by element.</summary>
    public static void AssertClose(double[] expected, ReadOnlySpan<float> actual, double tolerance, string message)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"{message}: at {i}: {actual[i]} for {expected[i]}");
        }
    }
}
