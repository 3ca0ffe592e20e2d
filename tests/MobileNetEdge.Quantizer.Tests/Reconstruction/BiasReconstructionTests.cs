using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Reconstruction;
using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;

namespace MobileNetEdge.Quantizer.Tests.Reconstruction;

/// <summary>Biases that are off are found by what they do to the outputs.</summary>
public sealed class BiasReconstructionTests
{
    private const int Inputs = 48;

    [Fact]
    public void Spoiled_biases_are_put_right()
    {
        const int Many = 160;
        double right = new Network().Reconstruct(Many, threads: 2)!.Value.Before;
        Network network = new();
        network.Spoil(0, 2, 140);
        network.Spoil(1, 1, -140);
        (double before, double after) = network.Reconstruct(Many, threads: 2)!.Value;

        Assert.True(before > 1.2 * right && after < 1.05 * right, $"the error went from {before} to {after}, where {right} is right");
    }

    [Fact]
    public void Result_does_not_depend_on_threads()
    {
        int[][] biases = [.. new[] { 1, 3 }.Select(threads =>
        {
            Network network = new();
            network.Spoil(0, 2, 90);
            network.Reconstruct(Inputs, threads);
            return network.Bias(0).Concat(network.Bias(1)).ToArray();
        })];

        Assert.Equal(biases[0], biases[1]);
    }

    [Fact]
    public void Few_inputs_decide_nothing()
    {
        Network network = new();
        network.Spoil(0, 2, 90);
        int[] before = network.Bias(0);

        Assert.Null(network.Reconstruct(8, threads: 1));
        Assert.Equal(before, network.Bias(0));
    }

    [Fact]
    public void Network_that_is_good_already_stays()
    {
        Network network = new(range: 6);
        int[] before = network.Bias(0);

        Assert.Null(network.Reconstruct(Inputs, threads: 2));
        Assert.Equal(before, network.Bias(0));
    }

    [Fact]
    public void Biases_that_inputs_kept_out_lose_by_stay()
    {
        Network network = new();
        int[] before = network.Bias(0);
        (double error, double after) = network.Reconstruct(new ContraryInputs(), threads: 2)!.Value;

        Assert.True(after > 1.1 * error, $"the error went from {error} to {after}");
        Assert.Equal(before, network.Bias(0));
    }

    [Fact]
    public void Cancelled_work_ends()
    {
        Network network = new();
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => network.Reconstruct(Inputs, threads: 1, source.Token));
    }

    /// <summary>A convolution, a hard-swish, and a convolution of its result.</summary>
    private sealed class Network
    {
        private readonly Tensor[] _outputs = [FloatTensors.Activation("first", 1, 4, 4, 6), FloatTensors.Activation("last", 1, 4, 4, 3)];
        private readonly QuantizationPlan _plan;
        private readonly FloatProgram _program;

        /// <param name="range">What activations are rounded for; by default so wide that the outputs suffer.</param>
        public Network(float range = 60)
        {
            Random random = new(7);
            Tensor input = FloatTensors.Activation("input", 1, 4, 4, 2);
            Tensor swish = FloatTensors.Activation("swish", 1, 4, 4, 6);
            Model network = FloatTensors.Network(
                new Conv2D(
                    input, FloatTensors.RandomConstant(random, 1, 6, 3, 3, 2), FloatTensors.RandomConstant(random, 1, 6), _outputs[0],
                    new(1), new(1), Padding.Same, FusedActivation.None),
                new Unary(UnaryFunction.HardSwish, _outputs[0], swish),
                new Conv2D(
                    swish, FloatTensors.RandomConstant(random, 1, 3, 1, 1, 6), FloatTensors.RandomConstant(random, 1, 3), _outputs[1],
                    new(1), new(1), Padding.Same, FusedActivation.None));
            Graph graph = new(network);
            _program = new FloatProgram(network);
            _plan = new QuantizationPlan(graph, ActivationScales.Of(graph, _ => new ValueRange(-range, range)));
            LayerQuantizer.QuantizeAll(_plan, InputMomentsPass.Nothing.Moments, searchScales: true, new ParallelOptions());
        }

        public int[] Bias(int layer) => MemoryMarshal.Cast<byte, int>(_plan.Layers[_outputs[layer]].Bias.Data.Span).ToArray();

        public void Spoil(int layer, int channel, int steps)
        {
            QuantizedWeights weights = _plan.Layers[_outputs[layer]];
            double[] shifts = new double[weights.Bias.Shape.ElementCount];
            shifts[channel] = steps * weights.Bias.Quantization!.Scales[channel];
            _plan.Layers[_outputs[layer]] = weights with { Bias = LayerQuantizer.Shifted(weights.Bias, shifts) };
        }

        public (double Before, double After)? Reconstruct(int inputs, int threads, CancellationToken cancellationToken = default)
        {
            return Reconstruct(new SeededInputs(inputs), threads, cancellationToken);
        }

        public (double Before, double After)? Reconstruct(CalibrationInputs inputs, int threads, CancellationToken cancellationToken = default)
        {
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
            return BiasReconstruction.Run(_plan, _program, inputs, parallel);
        }
    }

    /// <summary>Nothing but zeros, whose rounding is one special case, but for those that are kept out.</summary>
    private sealed class ContraryInputs : CalibrationInputs
    {
        public override int Count => Inputs;

        public override string? Fill(int index, Span<float> destination)
        {
            new SeededInputs(Inputs).Fill(index, destination);
            foreach (ref float value in destination)
            {
                value *= index % 8 == 7 ? 1 : 0;
            }

            return null;
        }
    }
}
