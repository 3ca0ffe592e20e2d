using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

/// <summary>Biases take up what inputs agree about.</summary>
public sealed class EmpiricalBiasCorrectionTests
{
    private const int Shift = 40;

    [Fact]
    public void Inputs_that_disagree_move_the_bias_less()
    {
        double[] spreads = [0, 0.2, 0.5, 0.8, 1.1];
        double[] moves = [.. spreads.Select(spread => EmpiricalBiasCorrection.Certain([1 - spread, 1 + spread, 1 - spread, 1 + spread]))];

        // The mean's variance is spread² / 3, which counts four times.
        Assert.Equal(spreads.Select(spread => Math.Max(0, 1 - 4 * spread * spread / 3)), moves, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void One_input_alone_moves_nothing()
    {
        Assert.Equal(0, EmpiricalBiasCorrection.Certain([5]));
        Assert.Equal(0, EmpiricalBiasCorrection.Certain([8, 0, 0, 0]));
        Assert.Equal(0, EmpiricalBiasCorrection.Certain([1, -1]));
    }

    [Fact]
    public void Bias_that_is_off_by_the_same_for_all_inputs_is_put_right()
    {
        Tensor input = FloatTensors.Activation("input", 1, 4, 4, 2);
        Tensor output = FloatTensors.Activation("output", 1, 4, 4, 3);
        Random random = new(31);
        Model network = FloatTensors.Network(new Conv2D(
            input, FloatTensors.RandomConstant(random, 1, 3, 1, 1, 2), FloatTensors.RandomConstant(random, 1, 3), output,
            new(1), new(1), Padding.Same, FusedActivation.None));
        Graph graph = new(network);
        QuantizationPlan plan = new(graph, ActivationScales.Of(graph, _ => new ValueRange(-4, 4)));
        LayerQuantizer.QuantizeAll(plan, InputMomentsPass.Nothing.Moments, searchScales: true, new ParallelOptions());
        QuantizedWeights layer = plan.Layers[output];
        int[] right = Steps(layer.Bias);
        plan.Layers[output] = layer with { Bias = LayerQuantizer.Shifted(layer.Bias, [0, Shift * layer.Bias.Quantization!.Scales[1], 0]) };
        EmpiricalBiasCorrection.Run(plan, new FloatProgram(network), new SeededInputs(12), 2, TestContext.Current.CancellationToken);
        int[] corrected = Steps(plan.Layers[output].Bias);

        Assert.All([0, 1, 2], channel => Assert.InRange(corrected[channel] - right[channel], -Shift / 4, Shift / 4));
    }

    private static int[] Steps(Tensor bias) => MemoryMarshal.Cast<byte, int>(bias.Data.Span).ToArray();
}
