using MobileNetEdge.Quantizer.Reconstruction;
using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Reconstruction;

/// <summary>The derivatives find their way back through whole networks.</summary>
public sealed class ReconstructionNetworkTests
{
    [Theory]
    [InlineData("mobilenet_v1")]
    [InlineData("mobilenet_v2")]
    [InlineData("mobilenet_v3_large")]
    [InlineData("mobilenet_v3_small")]
    [InlineData("mobilenet_v3_small_minimalistic")]
    public void Every_layer_of_a_network_is_reached(string name)
    {
        using Model network = MobileNets.Create(name, new MobileNetOptions { Width = 0.35, Resolution = 48, Classes = 10 });
        QuantizerOptions options = new() { SearchInputs = 0, CompensateRounding = false, CorrectBiases = false };
        SeededInputs inputs = new(4);
        PlanMaker maker = new(network, inputs, options, progress: null, TestContext.Current.CancellationToken);
        QuantizationPlan plan = maker.Make();
        ReconstructionTarget[] targets = ReconstructionTarget.FindAll(plan, maker.Program, inputs);
        ReconstructionNetwork reconstruction = new(plan, maker.Program, targets);
        using FloatExecutor executor = new(reconstruction.Model);
        inputs.Fill(0, executor.Input());
        executor.Run();

        Assert.Equal(plan.Layers.Keys.ToHashSet(), reconstruction.Layers.Select(layer => layer.Output).ToHashSet());
        Assert.All(Enumerable.Range(0, reconstruction.Layers.Length), i => Assert.Contains(executor.Output(i).ToArray(), value => value != 0));
    }

    [Fact]
    public void Targets_are_the_outputs_before_a_softmax_and_the_ends_of_blocks()
    {
        using Model network = MobileNets.Create("mobilenet_v2", new MobileNetOptions { Width = 0.35, Resolution = 32, Classes = 10 });
        SeededInputs inputs = new(4);
        PlanMaker maker = new(
            network, inputs, new QuantizerOptions { SearchInputs = 0 }, progress: null, TestContext.Current.CancellationToken);
        ReconstructionTarget[] targets = ReconstructionTarget.FindAll(maker.Plan, maker.Program, inputs);
        Operator last = maker.Plan.Graph.Producers()[targets[0].Tensor];

        Assert.Equal(10, targets[0].Tensor.Shape.ElementCount);
        Assert.IsNotType<Softmax>(last);
        Assert.Equal(10, targets.Count(target => maker.Plan.Graph.Producers()[target.Tensor] is Binary { Function: BinaryFunction.Add }));
        Assert.All(targets, target => Assert.True(target.Weight > 0 && double.IsFinite(target.Weight)));
    }

    [Fact]
    public void Activation_that_never_varies_is_no_target()
    {
        Tensor input = FloatTensors.Activation("input", 1, 4, 4, 3);
        Tensor dead = FloatTensors.Activation("dead", 1, 4, 4, 2);
        Tensor output = FloatTensors.Activation("output", 1, 4, 4, 4);
        Tensor zeros = FloatTensors.Constant("zeros", new Shape(2, 1, 1, 3), new float[6]);
        Tensor shifts = FloatTensors.Constant("shifts", new Shape(2), [0.3f, 0.3f]);
        WindowAxis still = new(1);
        Model network = FloatTensors.Network(
            new Conv2D(input, zeros, shifts, dead, still, still, Padding.Same, FusedActivation.None),
            new Conv2D(dead, FloatTensors.RandomConstant(new Random(1), 1, 4, 1, 1, 2), null, output, still, still, Padding.Same, FusedActivation.None));
        Graph graph = new(network);
        QuantizationPlan plan = new(graph, ActivationScales.Of(graph, _ => new ValueRange(-1, 1)));

        ReconstructionTarget target = Assert.Single(ReconstructionTarget.FindAll(plan, new FloatProgram(network), new SeededInputs(4)));
        Assert.Same(output, target.Tensor);
        Assert.True(double.IsFinite(target.Weight));
    }
}
