using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Quantizer.Tests.Execution;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Tests.Quantization;

public sealed class ModelQuantizerTests
{
    private const int Seed = 47;
    private static readonly WindowAxis Step = new(1);

    [Theory]
    [InlineData(RangeMethod.MinMax)]
    [InlineData(RangeMethod.Percentile)]
    [InlineData(RangeMethod.MeanSquaredError)]
    [InlineData(RangeMethod.KullbackLeibler)]
    public void Int8_network_computes_nearly_what_the_float_network_does(RangeMethod ranges)
    {
        Model network = Block();
        QuantizationResult result = ModelQuantizer.Quantize(
            network, new SeededInputs(12), ModelMetadata.Empty, new QuantizerOptions { Ranges = ranges });

        Assert.Equal(12, result.CalibrationInputs);
        Assert.True(SignalToNoise(network, result.Model, new SeededInputs(16)) > 20, $"{ranges}, seed {Seed}");
        Assert.All(result.Layers, layer => Assert.True(layer.ActivationSignalToNoise > 15, $"{layer}"));
    }

    [Fact]
    public void Same_inputs_give_the_same_file_with_one_thread_and_with_three()
    {
        byte[] File(int threads) => ModelQuantizer
            .Quantize(Block(), new SeededInputs(40), ModelMetadata.Empty, new QuantizerOptions { Threads = threads })
            .Model.ToFile().ToArray();

        Assert.True(File(1).AsSpan().SequenceEqual(File(3)));
    }

    [Fact]
    public void Weights_are_symmetric_for_each_channel_and_biases_have_the_product_of_scales()
    {
        QuantizationResult result = ModelQuantizer.Quantize(Block(), new SeededInputs(4), ModelMetadata.Empty);
        foreach (Conv2D conv in result.Model.Operators.OfType<Conv2D>())
        {
            QuantizationParameters weights = conv.Weights.Quantization!;
            Assert.Equal(ElementType.Int8, conv.Weights.Type);
            Assert.Equal(conv.Weights.Shape[0], weights.Scales.Length);
            Assert.All(weights.ZeroPoints, zeroPoint => Assert.Equal(0, zeroPoint));
            Assert.DoesNotContain(sbyte.MinValue, conv.Weights.Data.ToArray().Select(b => (sbyte)b));
            Assert.Equal(weights.Scales.Select(s => s * conv.Input.Quantization!.Scale), conv.Bias!.Quantization!.Scales);
        }
    }

    [Fact]
    public void Tensors_that_must_share_a_scale_do_and_softmax_has_its_own()
    {
        Tensor input = FloatTensors.Activation("input", 1, 4, 4, 2);
        Tensor scaled = FloatTensors.Activation("scaled", 1, 4, 4, 2);
        Tensor both = FloatTensors.Activation("both", 1, 4, 4, 4);
        Tensor pooled = FloatTensors.Activation("pooled", 1, 2, 2, 4);
        Tensor flat = FloatTensors.Activation("flat", 1, 16);
        Tensor output = FloatTensors.Activation("output", 1, 16);
        Model network = FloatTensors.Network(
            new Binary(BinaryFunction.Mul, input, FloatTensors.Constant("five", new Shape(1), [5f]), scaled, FusedActivation.None),
            new Concatenation([input, scaled], both, 3, FusedActivation.None),
            new Pool2D(PoolFunction.Average, both, pooled, 2, 2, 2, 2, Padding.Valid, FusedActivation.None),
            new Reshape(pooled, flat),
            new Softmax(flat, output, 1));
        Model int8 = ModelQuantizer.Quantize(network, new SeededInputs(4), ModelMetadata.Empty).Model;
        Dictionary<string, QuantizationParameters> of = int8.Tensors.Where(t => !t.IsConstant).ToDictionary(t => t.Name, t => t.Quantization!);

        Assert.All(new[] { "input", "scaled", "pooled", "flat" }, name => Assert.True(of["both"].SameAs(of[name]), name));
        Assert.Equal((1f / 256, -128), (of["output"].Scale, of["output"].ZeroPoint));
    }

    [Fact]
    public void Clip_behind_a_convolution_becomes_the_end_of_its_range()
    {
        Tensor input = FloatTensors.Activation("input", 1, 3, 3, 2);
        Tensor wide = FloatTensors.Activation("wide", 1, 3, 3, 2);
        Tensor clipped = FloatTensors.Activation("clipped", 1, 3, 3, 2);
        Tensor weights = FloatTensors.Constant("weights", new Shape(2, 1, 1, 2), [3f, 0f, 0f, 3f]);
        Model network = FloatTensors.Network(
            new Conv2D(input, weights, null, wide, Step, Step, Padding.Valid, FusedActivation.None), new Clip(wide, clipped, -1, 2));
        Model int8 = ModelQuantizer.Quantize(network, new SeededInputs(4), ModelMetadata.Empty, new QuantizerOptions { Ranges = RangeMethod.MinMax }).Model;

        Operator only = Assert.Single(int8.Operators);
        Assert.IsType<Conv2D>(only);
        Assert.Equal(3f / 255, int8.Outputs[0].Quantization!.Scale, 1e-4f);
    }

    [Fact]
    public void Operators_without_an_int8_form_are_all_listed()
    {
        Tensor input = FloatTensors.Activation("input", 1, 2, 2, 2);
        Tensor middle = FloatTensors.Activation("middle", 1, 2, 2, 2);
        Tensor output = FloatTensors.Activation("output", 1, 2, 2, 2);
        Model network = FloatTensors.Network(new LeakyRelu(input, middle, 0.1f), new LeakyRelu(middle, output, 0.2f));
        UnsupportedModelException exception = Assert.Throws<UnsupportedModelException>(
            () => ModelQuantizer.Quantize(network, new SeededInputs(2), ModelMetadata.Empty));

        Assert.Contains("LEAKY_RELU to 'middle'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("LEAKY_RELU to 'output'", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Expand, depthwise, squeeze and excitation, project, add; then pool and classify.</summary>
    private static Model Block()
    {
        Random random = new(Seed);
        Tensor input = FloatTensors.Activation("input", 1, 8, 8, 4);
        Tensor expanded = FloatTensors.Activation("expanded", 1, 8, 8, 12);
        Tensor filtered = FloatTensors.Activation("filtered", 1, 8, 8, 12);
        Tensor swished = FloatTensors.Activation("swished", 1, 8, 8, 12);
        Tensor squeezed = FloatTensors.Activation("squeezed", 1, 1, 1, 12);
        Tensor gate = FloatTensors.Activation("gate", 1, 1, 1, 12);
        Tensor opened = FloatTensors.Activation("opened", 1, 1, 1, 12);
        Tensor excited = FloatTensors.Activation("excited", 1, 8, 8, 12);
        Tensor projected = FloatTensors.Activation("projected", 1, 8, 8, 4);
        Tensor sum = FloatTensors.Activation("sum", 1, 8, 8, 4);
        Tensor pooled = FloatTensors.Activation("pooled", 1, 4);
        Tensor logits = FloatTensors.Activation("logits", 1, 5);
        Tensor Weights(params int[] shape) => FloatTensors.RandomConstant(random, 0.6f, shape);
        return FloatTensors.Network(
            new Conv2D(input, Weights(12, 1, 1, 4), Weights(12), expanded, Step, Step, Padding.Same, FusedActivation.Relu6),
            new DepthwiseConv2D(expanded, Weights(1, 3, 3, 12), Weights(12), filtered, Step, Step, Padding.Same, FusedActivation.None),
            new Unary(UnaryFunction.HardSwish, filtered, swished),
            new Mean(swished, squeezed, [1, 2], true),
            new Conv2D(squeezed, Weights(12, 1, 1, 12), Weights(12), gate, Step, Step, Padding.Same, FusedActivation.None),
            new HardSigmoid(gate, opened, 1f / 6, 0.5f),
            new Binary(BinaryFunction.Mul, swished, opened, excited, FusedActivation.None),
            new Conv2D(excited, Weights(4, 1, 1, 12), Weights(4), projected, Step, Step, Padding.Same, FusedActivation.None),
            new Binary(BinaryFunction.Add, projected, input, sum, FusedActivation.None),
            new Mean(sum, pooled, [1, 2], false),
            new FullyConnected(pooled, Weights(5, 4), Weights(5), logits, false, FusedActivation.None));
    }

    private static double SignalToNoise(Model network, Model int8, CalibrationInputs inputs)
    {
        using FloatExecutor executor = new(network, threads: 1);
        using PreparedModel prepared = PreparedModel.Prepare(int8);
        using Interpreter interpreter = prepared.CreateInterpreter();
        QuantizationParameters from = int8.Inputs[0].Quantization!;
        QuantizationParameters to = int8.Outputs[0].Quantization!;
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            inputs.Fill(i, executor.Input());
            executor.Run();
            for (int j = 0; j < executor.Input().Length; j++)
            {
                interpreter.Input<sbyte>()[j] = (sbyte)Math.Clamp(Math.Round(executor.Input()[j] / from.Scale) + from.ZeroPoint, -128, 127);
            }

            interpreter.Invoke();
            for (int j = 0; j < executor.Output().Length; j++)
            {
                double real = executor.Output()[j];
                signal += real * real;
                noise += Math.Pow((double)to.Scale * (interpreter.Output<sbyte>()[j] - to.ZeroPoint) - real, 2);
            }
        }

        return 10 * Math.Log10(signal / noise);
    }
}
