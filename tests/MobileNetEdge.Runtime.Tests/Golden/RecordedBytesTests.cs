namespace MobileNetEdge.Runtime.Tests.Golden;

/// <summary>
/// Real models on one seeded input: the outputs' checksums, recorded once on x64 with the reference path. They hold on every machine and
/// path; a new value means that the arithmetic has changed.
/// </summary>
public sealed class RecordedBytesTests
{
    private const int Seed = 20261122;

    [Theory]
    [InlineData("person_detect", 0x07e1b007b4a75cbdUL)]
    [InlineData("vww_96_int8", 0x08f82207b593bd51UL)]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq", 0xa03d5d4a7c891be4UL)]
    [InlineData("mobilenet_v2_quantized_1x3x224x224", 0xd60c0a7bbf77ac7cUL)]
    [InlineData("pretrainedResnet_quant", 0xfb4c7e5c858f7bdfUL)]
    [InlineData("mobilenet_v1_0.25_128_quant", 0x45d307ada2211b43UL)]
    [InlineData("mobilenet_v1_0.5_160_quant", 0x76348df0448cfd0aUL)]
    [InlineData("v3-large-minimalistic_224_1.0_uint8", 0xcdd743432a002200UL)]
    public void Every_machine_gives_the_same_bytes(string name, ulong expected)
    {
        SharedData.SkipIfAbsent();
        using Model model = Model.Load(SharedData.Path("tflite", name + ".tflite"));
        using PreparedModel prepared = PreparedModel.Prepare(model);
        using Interpreter interpreter = prepared.CreateInterpreter();
        FillSmoothly(interpreter.InputBytes());
        interpreter.Invoke();
        ulong actual = Checksum(interpreter.OutputBytes());
        Assert.True(expected == actual, $"{name}: expected 0x{expected:x16}, got 0x{actual:x16}");
    }

    /// <summary>A random walk over bytes: like a picture's rows, neighbours are alike, so that activations do not all saturate.</summary>
    private static void FillSmoothly(Span<byte> bytes)
    {
        ulong state = Seed;
        int level = 128;
        foreach (ref byte value in bytes)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            level = Math.Clamp(level + (int)(state >> 60) - 7, 0, 255);
            value = (byte)level;
        }
    }

    /// <summary>FNV-1a, 64 bits.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3);
        }

        return hash;
    }
}
