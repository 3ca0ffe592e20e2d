using System.Globalization;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Tests.Networks;

/// <summary>
/// Whole networks of the papers with random weights: the same bytes on every path, with any number of threads, fused and not. A seeded choice
/// of widths and resolutions; MOBILENET_EDGE_NETWORKS sets how many, up to all hundred.
/// </summary>
[Trait("Size", "Large")]
public sealed class NetworkBytesTests
{
    private const string CountVariable = "MOBILENET_EDGE_NETWORKS";
    private const int Seed = 20;
    private const int DefaultCount = 6;

    private static readonly string[] Names = ["mobilenet_v1", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small"];
    private static readonly double[] Widths = [0.35, 0.5, 0.75, 1.0, 1.4];
    private static readonly int[] Resolutions = [96, 128, 160, 192, 224];

    public static TheoryData<string, double, int> Networks
    {
        get
        {
            (string, double, int)[] all =
            [
                .. from name in Names
                   from width in Widths
                   from resolution in Resolutions
                   select (name, width, resolution),
            ];
            new Random(Seed).Shuffle(all);
            int count = Environment.GetEnvironmentVariable(CountVariable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultCount;
            return [.. all.Take(count)];
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Paths_threads_and_fusion_change_no_byte(string name, double width, int resolution)
    {
        using Model network = MobileNets.Create(name, new MobileNetOptions { Width = width, Resolution = resolution });
        Verify(network, Quickest);
    }

    /// <summary>Windows of 2, 3 and 7, poolings and channels that no MobileNet has; odd maps too.</summary>
    [Theory]
    [InlineData("mnasnet_a1", 75)]
    [InlineData("efficientnet_lite0", 64)]
    [InlineData("resnet_18", 75)]
    [InlineData("resnet_50", 64)]
    [InlineData("vgg_16", 36)]
    [InlineData("shufflenet_v2", 75)]
    [InlineData("squeezenet_1_0", 64)]
    [InlineData("squeezenet_1_1", 75)]
    public void Paths_threads_and_fusion_change_no_byte_of_compared_networks(string name, int resolution)
    {
        using Model network = ComparedNetworks.Create(name, new MobileNetOptions { Resolution = resolution, Classes = 40 });
        Verify(network, Quickest with { CompensateRounding = false, SearchInputs = 0, MeasureNoise = false });
    }

    private static void Verify(Model network, QuantizerOptions options)
    {
        using Model model = ModelQuantizer.Quantize(network, new Noise(), network.Metadata, options).Model;
        byte[] expected = Run(model, new PrepareOptions { Path = ExecutionPath.Reference, Threads = 1 });
        Assert.True(expected.Distinct().Count() > 8, "an output that hardly varies proves nothing");
        foreach (ExecutionPath path in ExecutionPaths.Available.Where(path => path != ExecutionPath.Reference))
        {
            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                foreach (bool fuses in new[] { true, false })
                {
                    byte[] actual = Run(model, new PrepareOptions { Path = path, Threads = threads, Fuses = fuses, AllowOversubscription = true });
                    Assert.True(expected.AsSpan().SequenceEqual(actual), $"{path}, {threads} threads, fused: {fuses}");
                }
            }
        }
    }

    private static QuantizerOptions Quickest => new() { Ranges = RangeMethod.MinMax, EqualizeLayers = false, CorrectBiases = false, SearchWeightScales = false };

    private static byte[] Run(Model model, PrepareOptions options)
    {
        using PreparedModel prepared = PreparedModel.Prepare(model, options);
        using Interpreter interpreter = prepared.CreateInterpreter();
        new Random(Seed).NextBytes(interpreter.InputBytes());
        interpreter.Invoke();
        return interpreter.OutputBytes().ToArray();
    }

    private sealed class Noise : CalibrationInputs
    {
        public override int Count => 2;

        public override string? Fill(int index, Span<float> destination)
        {
            Random random = new(index);
            foreach (ref float value in destination)
            {
                value = random.NextSingle() * 2 - 1;
            }

            return null;
        }
    }
}
