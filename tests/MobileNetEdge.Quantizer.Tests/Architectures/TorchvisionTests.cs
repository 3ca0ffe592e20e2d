using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>The built network against one that torchvision's users exported.</summary>
public class TorchvisionTests
{
    [Fact]
    public void Real_weights_give_the_logits_of_their_exported_network()
    {
        SharedData.SkipIfAbsent();
        MobileNetOptions options = new() { Reference = ReferenceCode.Torchvision };
        using Model exported = OnnxImporter.Import(SharedData.Path("models", "mobilenet_v2_100_224.onnx"));
        using Model random = MobileNets.Create("mobilenet_v2", options);
        using Model trained = WithConstantsOf(exported, random);
        using Model loaded = MobileNets.Read("mobilenet_v2", TrainedNetwork.ToFile(trained, 1e-5), options);

        float[] wanted = Run(exported);
        float[] found = Run(loaded);
        Assert.Equal(wanted.Length, found.Length);
        Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.Second, pair.First - 1e-3, pair.First + 1e-3));
    }

    /// <summary>A network with the weights and biases of another that has the same layers in the same order.</summary>
    private static Model WithConstantsOf(Model source, Model target)
    {
        Tensor[] theirs = [.. source.Operators.Where(HasWeights).SelectMany(step => step.Inputs.Skip(1))];
        Tensor[] ours = [.. target.Operators.Where(HasWeights).SelectMany(step => step.Inputs.Skip(1))];
        Assert.Equal(ours.Select(tensor => tensor.Shape.ToString()), theirs.Select(tensor => tensor.Shape.ToString()));
        Dictionary<Tensor, Tensor> replaced = ours.Zip(theirs).ToDictionary(
            pair => pair.First, pair => new Tensor(pair.First.Name, ElementType.Float32, pair.First.Shape, null, pair.Second.Data));
        Graph graph = new(target);
        graph.Rewrite(step => [step.MapTensors(tensor => replaced.GetValueOrDefault(tensor, tensor))]);
        return graph.ToModel();
    }

    private static bool HasWeights(Operator step) => step is Conv2D or DepthwiseConv2D or FullyConnected;

    private static float[] Run(Model model)
    {
        using FloatExecutor executor = new(model);
        Execution.FloatTensors.Fill(new Random(1), executor.Input(), 2);
        executor.Run();
        return executor.Output().ToArray();
    }
}
