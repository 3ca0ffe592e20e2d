namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>What holds for every classifier.</summary>
internal static class ClassifierCheck
{
    /// <summary>Runs a network on a grey picture: one logit for each class, each finite.</summary>
    public static void Runs(Model model, int resolution, int classes)
    {
        using FloatExecutor executor = new(model);
        executor.Input().Fill(0.5f);
        executor.Run();

        Assert.Equal(new Shape(1, resolution, resolution, 3), model.Inputs[0].Shape);
        Assert.Equal("logits", model.Outputs[0].Name);
        Assert.Equal(classes, executor.Output().Length);
        Assert.All(executor.Output().ToArray(), logit => Assert.True(float.IsFinite(logit)));
    }
}
