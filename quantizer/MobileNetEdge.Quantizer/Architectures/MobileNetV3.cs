using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Squeeze-and-excitation and hard-swish: Howard et al., "Searching for MobileNetV3" (2019), tables 1 and 2.</summary>
internal static class MobileNetV3
{
    private const int StemChannels = 16;
    private const Nonlinearity RE = Nonlinearity.Relu;
    private const Nonlinearity HS = Nonlinearity.HardSwish;

    /// <summary>At width 1: taps, expanded channels, channels, stride, squeeze-and-excitation, nonlinearity.</summary>
    private static readonly ImmutableArray<InvertedResidual> LargeBlocks =
    [
        new(3, 16, 16, 1, false, RE),
        new(3, 64, 24, 2, false, RE),
        new(3, 72, 24, 1, false, RE),
        new(5, 72, 40, 2, true, RE),
        new(5, 120, 40, 1, true, RE),
        new(5, 120, 40, 1, true, RE),
        new(3, 240, 80, 2, false, HS),
        new(3, 200, 80, 1, false, HS),
        new(3, 184, 80, 1, false, HS),
        new(3, 184, 80, 1, false, HS),
        new(3, 480, 112, 1, true, HS),
        new(3, 672, 112, 1, true, HS),
        new(5, 672, 160, 2, true, HS),
        new(5, 960, 160, 1, true, HS),
        new(5, 960, 160, 1, true, HS),
    ];

    /// <summary>As <see cref="LargeBlocks"/>.</summary>
    private static readonly ImmutableArray<InvertedResidual> SmallBlocks =
    [
        new(3, 16, 16, 2, true, RE),
        new(3, 72, 24, 2, false, RE),
        new(3, 88, 24, 1, false, RE),
        new(5, 96, 40, 2, true, HS),
        new(5, 240, 40, 1, true, HS),
        new(5, 240, 40, 1, true, HS),
        new(5, 120, 48, 1, true, HS),
        new(5, 144, 48, 1, true, HS),
        new(5, 288, 96, 2, true, HS),
        new(5, 576, 96, 1, true, HS),
        new(5, 576, 96, 1, true, HS),
    ];

    public static Architecture Large { get; } = Create("mobilenet_v3_large", LargeBlocks, 1280, HS);

    public static Architecture Small { get; } = Create("mobilenet_v3_small", SmallBlocks, 1024, HS);

    public static Architecture LargeMinimalistic { get; } = Create("mobilenet_v3_large_minimalistic", Minimalistic(LargeBlocks), 1280, RE);

    public static Architecture SmallMinimalistic { get; } = Create("mobilenet_v3_small_minimalistic", Minimalistic(SmallBlocks), 1024, RE);

    private static Architecture Create(string name, ImmutableArray<InvertedResidual> blocks, int lastChannels, Nonlinearity outer)
    {
        return new(name, 1e-3, network => Build(network, blocks, lastChannels, outer));
    }

    private static ImmutableArray<InvertedResidual> Minimalistic(ImmutableArray<InvertedResidual> blocks)
    {
        return [.. blocks.Select(block => block with { Taps = 3, Excites = false, Function = RE })];
    }

    private static Signal Build(NetworkBuilder network, ImmutableArray<InvertedResidual> blocks, int lastChannels, Nonlinearity outer)
    {
        int index = 0;
        int unscaled = StemChannels;
        Signal x = network.Conv(network.Image, LayerName.Unit($"features.{index++}"), network.Scaled(unscaled), 3, 2, outer);
        foreach (InvertedResidual block in blocks)
        {
            InvertedResidual scaled = block with
            {
                Expanded = Expanded(network, block, x.Channels, unscaled),
                Outputs = network.Scaled(block.Outputs),
            };
            x = scaled.Append(network, x, $"features.{index++}.block", isFlat: false);
            unscaled = block.Outputs;
        }

        int features = IsTensorFlow(network) ? network.Scaled(6 * unscaled) : 6 * x.Channels;
        x = network.Conv(x, LayerName.Unit($"features.{index}"), features, 1, 1, outer);
        int last = IsTensorFlow(network) ? Math.Max(lastChannels, network.Scaled(lastChannels)) : network.Scaled(lastChannels);
        x = network.Connect(network.Pool(x), new("classifier.0"), last, outer);
        return network.Connect(x, new("classifier.3"), network.Options.Classes, Nonlinearity.None);
    }

    private static int Expanded(NetworkBuilder network, InvertedResidual block, int inputs, int unscaledInputs)
    {
        return IsTensorFlow(network)
            ? ChannelRounding.Round((double)block.Expanded / unscaledInputs * inputs)
            : network.Scaled(block.Expanded);
    }

    private static bool IsTensorFlow(NetworkBuilder network) => network.Options.Reference == ReferenceCode.TensorFlow;
}
