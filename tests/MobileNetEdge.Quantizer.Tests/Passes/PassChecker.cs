using System.Globalization;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Passes;

/// <summary>Runs networks before and after a pass on the same random inputs.</summary>
internal static class PassChecker
{
    /// <summary>Applies a pass, and compares the outputs with those of the network as it was.</summary>
    /// <param name="model">The network.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="seed">Where the inputs come from.</param>
    /// <param name="tolerance">The largest difference, as a share of an output's largest magnitude; 0 for the same bits.</param>
    /// <returns>The network after the pass.</returns>
    public static Graph Check(Model model, Action<Graph> pass, int seed = 1, double tolerance = 1e-5)
    {
        Graph graph = new(model);
        pass(graph);
        Model after = graph.ToModel();
        Assert.Equal(model.Inputs, after.Inputs);
        Assert.Equal(model.Outputs, after.Outputs);
        CompareRuns(model, after, seed, tolerance);
        return graph;
    }

    /// <summary>Compares the outputs of two networks, and the values of the activations that both have.</summary>
    public static double CompareRuns(Model before, Model after, int seed, double tolerance)
    {
        using FloatExecutor expected = new(before, keepAll: true);
        using FloatExecutor found = new(after, keepAll: true);
        Random random = new(seed);
        for (int i = 0; i < before.Inputs.Length; i++)
        {
            FloatTensors.Fill(random, expected.Input(i), 2);
            expected.Input(i).CopyTo(found.Input(i));
        }

        expected.Run();
        found.Run();
        double worst = 0;
        HashSet<Tensor> known = [.. after.Operators.SelectMany(step => step.Outputs)];
        foreach (Tensor tensor in before.Operators.SelectMany(step => step.Outputs).Where(known.Contains))
        {
            double error = Error(expected.Value(tensor), found.Value(tensor));
            string message = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {tensor}: relative error {error:g3}");
            Assert.True(error <= tolerance, message);
            worst = Math.Max(worst, error);
        }

        return worst;
    }

    private static double Error(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        double largest = 1e-30;
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = Math.Max(worst, float.IsNaN(found[i]) ? double.PositiveInfinity : Math.Abs((double)expected[i] - found[i]));
        }

        return worst / largest;
    }
}
