using System.Runtime.InteropServices;
using MobileNetEdge.Quantizer.Tests.Calibration;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>What the networks that MobileNets are compared with consist of, imported, computed in float and in int8.</summary>
public class OnnxFamilyTests
{
    private const int Seed = 29;
    private const double MinSignalToNoise = 20;

    /// <summary>ResNet: 7×7 convolution, pooling with a border, bottleneck, strided shortcut.</summary>
    [Fact]
    public void Residual_network_matches_definition_in_float_and_in_int8()
    {
        OnnxTwin net = new(Seed);
        Twin x = net.MaxPool(net.Relu(net.Conv(net.Image(3, 30), 12, 7, stride: 2)), border: 1);
        Twin branch = net.Conv(net.Relu(net.Conv(net.Relu(net.Conv(x, 8, 1)), 8, 3, stride: 2)), 32, 1);
        x = net.Relu(net.Add(branch, net.Conv(x, 32, 1, stride: 2)));
        branch = net.Conv(net.Relu(net.Conv(net.Relu(net.Conv(x, 8, 1)), 8, 3)), 32, 1);
        Verify(net, net.Pool(net.Relu(net.Add(branch, x))));
    }

    /// <summary>ShuffleNetV2: a unit that halves the map, then two units that split, convolve a half, join and shuffle.</summary>
    [Fact]
    public void Shuffled_network_matches_definition_in_float_and_in_int8()
    {
        OnnxTwin net = new(Seed);
        Twin x = net.MaxPool(net.Relu(net.Conv(net.Image(3, 30), 8, 3, stride: 2)), border: 1);
        Twin left = net.Relu(net.Conv(net.Conv(x, 8, 3, stride: 2, groups: 8), 10, 1));
        x = net.Shuffle(net.Concat(left, Branch(net, x, 10, stride: 2)));
        for (int unit = 0; unit < 2; unit++)
        {
            (left, Twin right) = net.Split(x, 10);
            x = net.Shuffle(net.Concat(left, Branch(net, right, 10, stride: 1)));
        }

        Model network = Verify(net, net.Pool(net.Relu(net.Conv(x, 24, 1))));
        Assert.Equal(4, network.Operators.OfType<Slice>().Count());
    }

    /// <summary>SqueezeNet: fire modules between poolings whose last window reaches beyond the map.</summary>
    [Theory]
    [InlineData(21)]
    [InlineData(23)]
    public void Fire_modules_match_definition_in_float_and_in_int8(int extent)
    {
        OnnxTwin net = new(Seed);
        Twin x = net.Relu(net.Conv(net.Image(3, extent), 12, 3, stride: 2));
        for (int module = 0; module < 2; module++)
        {
            Twin squeezed = net.Relu(net.Conv(net.MaxPool(x, border: 0, roundUp: true), 6, 1));
            x = net.Concat(net.Relu(net.Conv(squeezed, 10, 1)), net.Relu(net.Conv(squeezed, 14, 3)));
        }

        Verify(net, net.Pool(net.Relu(net.Conv(x, 9, 1))));
    }

    /// <summary>ResNeXt's and ShuffleNet's convolutions between some of the channels, neither all nor each for itself.</summary>
    [Fact]
    public void Grouped_convolutions_match_definition_in_float_and_in_int8()
    {
        OnnxTwin net = new(Seed);
        Twin x = net.Relu(net.Conv(net.Image(4, 12), 24, 3, groups: 2));
        x = net.Relu(net.Conv(net.Shuffle(x), 24, 3, stride: 2, groups: 3));
        Verify(net, net.Pool(net.Conv(x, 16, 1, groups: 4)));
    }

    private static Twin Branch(OnnxTwin net, Twin x, int channels, int stride)
    {
        Twin y = net.Conv(net.Relu(net.Conv(x, channels, 1)), channels, 3, stride, groups: channels);
        return net.Relu(net.Conv(y, channels, 1));
    }

    private static Model Verify(OnnxTwin net, Twin output)
    {
        Model network = OnnxCheck.Gives(net.Graph, output.Name, output.Values, net.Input);
        CalibrationInputs inputs = new SeededInputs(16);
        QuantizationResult result = ModelQuantizer.Quantize(network, inputs, ModelMetadata.Empty);
        using Model int8 = Model.Read(result.Model.ToFile());
        byte[] reference = Answers(int8, inputs, ExecutionPath.Reference);

        Assert.All(ExecutionPaths.Available, path => Assert.Equal(reference, Answers(int8, inputs, path)));
        double ratio = SignalToNoise(network, reference, int8.Outputs[0].Quantization!, inputs);
        Assert.True(ratio > MinSignalToNoise, $"{ratio:f1} dB, seed {Seed}");
        return network;
    }

    private static byte[] Answers(Model int8, CalibrationInputs inputs, ExecutionPath path)
    {
        using PreparedModel prepared = PreparedModel.Prepare(int8, new PrepareOptions { Path = path, Threads = 2 });
        using Interpreter interpreter = prepared.CreateInterpreter();
        List<byte> answers = [];
        float[] reals = new float[int8.Inputs[0].Shape.ElementCount];
        for (int i = 0; i < inputs.Count; i++)
        {
            inputs.Fill(i, reals);
            Int8Values.Round(reals, int8.Inputs[0].Quantization!, interpreter.Input<sbyte>());
            interpreter.Invoke();
            answers.AddRange(MemoryMarshal.AsBytes(interpreter.Output<sbyte>()));
        }

        return [.. answers];
    }

    private static double SignalToNoise(Model network, byte[] answers, QuantizationParameters parameters, CalibrationInputs inputs)
    {
        using FloatExecutor executor = new(network, threads: 1);
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            inputs.Fill(i, executor.Input());
            executor.Run();
            for (int k = 0; k < executor.Output().Length; k++)
            {
                double real = executor.Output()[k];
                double found = parameters.Scale * ((sbyte)answers[(i * executor.Output().Length) + k] - parameters.ZeroPoint);
                signal += real * real;
                noise += (found - real) * (found - real);
            }
        }

        return 10 * Math.Log10(signal / noise);
    }
}
