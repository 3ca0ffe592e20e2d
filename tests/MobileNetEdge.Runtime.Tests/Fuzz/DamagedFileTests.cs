using MobileNetEdge.Core.Tests;

namespace MobileNetEdge.Runtime.Tests.Fuzz;

/// <summary>Damaged files from reading to running.</summary>
public sealed class DamagedFileTests(ITestOutputHelper output)
{
    private const int Seed = 4711;

    /// <summary>Tests that share the number of models to try.</summary>
    private const int Shares = 14;

    public static TheoryData<string> Files { get; } =
    [
        "person_detect", "vww_96_int8", "pretrainedResnet_quant", "mobilenet_v1_0.25_128_quant", "mobilenet_v1_0.5_160_quant",
        "mobilenet_v2_quantized_1x3x224x224", "tf2_mobilenet_v2_1.0_224_ptq", "v3-large-minimalistic_224_1.0_uint8", "vww_96_float",
        "pretrainedResnet_float",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Damaged_real_file_runs_or_is_refused(string name)
    {
        SharedData.SkipIfAbsent();
        Run(File.ReadAllBytes(SharedData.Path("tflite", name + ".tflite")), Survival.Count / Shares, name);
    }

    [Fact]
    public void Damaged_tiny_convolution_runs_or_is_refused() => Run(TinyModel.Convolution().ToBytes(), 4 * Survival.Count / Shares, "convolution");

    private void Run(byte[] file, int count, string name)
    {
        ModelMutator mutator = new(file, Seed);
        Survival survival = new();
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> damaged = mutator.Next();
            survival.Try(() => Model.Read(damaged), file.Length, $"{name}, seed {Seed}, mutation {i}");
        }

        output.WriteLine($"{name}: {count} damaged, {survival}");
    }
}
