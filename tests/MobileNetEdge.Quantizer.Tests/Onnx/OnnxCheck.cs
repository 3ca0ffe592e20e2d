namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Imports, runs and compares.</summary>
internal static class OnnxCheck
{
    private const float Tolerance = 1e-5f;

    /// <summary>Runs a graph on inputs, and compares its output with what is expected, both as ONNX sees them.</summary>
    /// <returns>The network, for a look at its operators.</returns>
    public static Model Gives(OnnxGraph graph, string output, Values expected, params Values[] inputs)
    {
        Model network = graph.Import(output);
        Assert.Equal(output, network.Outputs[0].Name);
        using FloatExecutor executor = new(network, 1);
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i].AsStored().Elements.CopyTo(executor.Input(i));
        }

        executor.Run();
        Values stored = expected.AsStored();
        Assert.Equal(stored.Shape, network.Outputs[0].Shape.Extents.ToArray());
        float[] found = executor.Output(0).ToArray();
        for (int i = 0; i < found.Length; i++)
        {
            float tolerance = Tolerance * Math.Max(1, Math.Abs(stored.Elements[i]));
            Assert.True(Math.Abs(found[i] - stored.Elements[i]) <= tolerance, $"element {i}: {found[i]}, expected {stored.Elements[i]}");
        }

        return network;
    }

    /// <summary>The message of the error that importing a graph ends with.</summary>
    public static string Fails<TException>(OnnxGraph graph, params string[] outputs)
        where TException : Exception
    {
        return Assert.Throws<TException>(() => graph.Import(outputs)).Message;
    }
}
