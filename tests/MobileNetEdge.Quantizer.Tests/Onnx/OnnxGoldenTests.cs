using System.Globalization;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Real networks give the outputs that another implementation recorded.</summary>
public class OnnxGoldenTests
{
    private const float Tolerance = 1e-3f;

    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetDeviation = [0.229f, 0.224f, 0.225f];

    [Theory]
    [InlineData("mobilenet_v1_075_224", "input_u8_224", "mobilenet_v1_075_224.logits", 127.5f, 127.5f)]
    [InlineData("mobilenet_v3_small_100_224", "input_u8_224", "mobilenet_v3_small_100_224.logits", 127.5f, 127.5f)]
    [InlineData(
        "mobilenet_v3_large_minimalistic_100_224", "input_u8_224", "mobilenet_v3_large_minimalistic_100_224.logits", 127.5f, 127.5f)]
    [InlineData("mobilenet_v1_025_96_person", "mobilenet_v1_025_96_person.input_u8", "mobilenet_v1_025_96_person.logits", 0f, 255f)]
    [InlineData("ppocr_mobile_cls_mobilenetv3small035", "ppocr_mobile_cls.input_u8", "ppocr_mobile_cls.probs", 127.5f, 127.5f)]
    public void Classifier_gives_recorded_outputs(string model, string input, string output, float mean, float deviation)
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("models", $"{model}.onnx"), Options(model));
        Npy expected = Load("models", "golden", $"{output}.npy");
        Check(model, network, Load("models", "golden", $"{input}.npy"), (x, _) => (x - mean) / deviation, expected);
    }

    [Fact]
    public void MobileNetV2_gives_recorded_outputs()
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("models", "mobilenet_v2_100_224.onnx"));
        Npy expected = Load("models", "golden", "mobilenet_v2_100_224.logits.npy");
        Check("mobilenet_v2_100_224", network, Load("models", "golden", "input_u8_224.npy"), ImageNet, expected);
    }

    [Fact]
    public void SsdLite_gives_recorded_outputs()
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path("detection", "ssdlite_mobilenet_v2_voc_300.onnx"));
        Npy input = Load("detection", "golden", "input_u8_300.npy");
        Check(
            "ssdlite_mobilenet_v2_voc_300", network, input, (x, _) => (x - 127f) / 128f,
            Load("detection", "golden", "scores.npy"), Load("detection", "golden", "boxes.npy"));
    }

    [Fact]
    public void UltraLightFace_gives_recorded_outputs()
    {
        SharedData.SkipIfAbsent();
        const string Name = "ultralight_face_slim_320";
        using Model network = OnnxImporter.Import(SharedData.Path("detection", $"{Name}.onnx"));
        Npy input = Load("detection", "golden", Name, "input_u8.npy");
        Check(
            Name, network, input, (x, _) => (x - 127f) / 128f,
            Load("detection", "golden", Name, "scores.npy"), Load("detection", "golden", Name, "boxes.npy"));
    }

    [Theory]
    [InlineData("mobilenet_v1_050_cifar10")]
    [InlineData("mobilenet_v2_050_cifar10")]
    [InlineData("mobilenet_v3_small_cifar10")]
    public void Cifar10_network_gives_recorded_outputs(string model)
    {
        SharedData.SkipIfAbsent();
        const int Pixels = 32 * 32;
        const int Record = 1 + (3 * Pixels);
        using Model network = OnnxImporter.Import(SharedData.Path("default", $"{model}.onnx"));
        Npy expected = Load("default", $"{model}.logits64.npy");
        using FileStream pictures = File.OpenRead(SharedData.Path("cifar10", "test_5000.bin"));
        byte[] records = new byte[expected.Shape[0] * Record];
        pictures.ReadExactly(records);
        Compare(model, network, expected.Shape[0], Fill, expected);

        void Fill(int image, Span<float> input)
        {
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = ImageNet(records[(image * Record) + 1 + (i % 3 * Pixels) + (i / 3)], i % 3);
            }
        }
    }

    [Theory]
    [InlineData("models")]
    [InlineData("detection")]
    [InlineData("default")]
    public void Real_networks_keep_no_transpose(string folder)
    {
        SharedData.SkipIfAbsent();
        foreach (string path in Directory.EnumerateFiles(SharedData.Path(folder), "*.onnx"))
        {
            using Model network = OnnxImporter.Import(path, Options(path));
            Assert.DoesNotContain(network.Operators, step => step is Transpose);
            Assert.All(network.Inputs, input => Assert.Equal(3, input.Shape[3]));
        }
    }

    [Theory]
    [InlineData("models", "mobilenet_v3_small_100_224", 19, 9)]
    [InlineData("models", "ppocr_mobile_cls_mobilenetv3small035", 18, 0)]
    [InlineData("default", "mobilenet_v3_small_cifar10", 19, 9)]
    public void Hard_swish_of_real_networks_is_recognised(string folder, string model, int hardSwishes, int hardSigmoids)
    {
        SharedData.SkipIfAbsent();
        using Model network = OnnxImporter.Import(SharedData.Path(folder, $"{model}.onnx"), Options(model));
        Assert.Equal(hardSwishes, network.Operators.Count(step => step is Unary { Function: UnaryFunction.HardSwish }));
        Assert.Equal(hardSigmoids, network.Operators.Count(step => step is HardSigmoid { Alpha: > 0.16f and < 0.17f }));
    }

    private static OnnxImportOptions? Options(string model)
    {
        return model.Contains("ppocr", StringComparison.Ordinal) ? new() { Height = 48, Width = 192 } : null;
    }

    private static Npy Load(params string[] parts) => Npy.Load(SharedData.Path(parts));

    private static float ImageNet(float x, int channel) => ((x / 255f) - ImageNetMean[channel]) / ImageNetDeviation[channel];

    private static void Check(string name, Model network, Npy input, Func<float, int, float> normalise, params Npy[] expected)
    {
        Compare(name, network, input.Shape[0], Fill, expected);

        void Fill(int image, Span<float> target)
        {
            ReadOnlySpan<byte> pixels = input.Item<byte>(image);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = normalise(pixels[i], i % 3);
            }
        }
    }

    private static void Compare(string name, Model network, int images, Action<int, Span<float>> fill, params Npy[] expected)
    {
        using FloatExecutor executor = new(network, 1);
        for (int image = 0; image < images; image++)
        {
            fill(image, executor.Input(0));
            executor.Run();
            for (int output = 0; output < expected.Length; output++)
            {
                float error = WorstError(executor.Output(output), expected[output].Item<float>(image));
                TestContext.Current.TestOutputHelper?.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"error {name} output {output} image {image}: {error:g3}"));
                Assert.True(error <= Tolerance, $"{name}, output {output} of image {image}: relative error {error}");
            }
        }
    }

    private static float WorstError(ReadOnlySpan<float> found, ReadOnlySpan<float> expected)
    {
        Assert.Equal(expected.Length, found.Length);
        float largest = 0;
        float worst = 0;
        for (int i = 0; i < found.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = Math.Max(worst, float.IsNaN(found[i]) ? float.PositiveInfinity : Math.Abs(found[i] - expected[i]));
        }

        return worst / largest;
    }
}
