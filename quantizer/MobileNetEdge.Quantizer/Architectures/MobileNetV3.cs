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

    /// <summary>The feature maps that detectors read, with half the channels behind stride 16: section 6.3.</summary>
    public static FeatureMaps DetectorFeatures(NetworkBuilder network, bool isLarge)
    {
        return Features(network, WithReducedTail(isLarge ? LargeBlocks : SmallBlocks), HS, out _);
    }

    /// <summary>
    /// V3-Large at stride 16, its last stage with dilated windows in place of strides, and the last blocks' results at stride 8: section 6.4.
    /// </summary>
    public static (Signal Fine, Signal Coarse) DilatedFeatures(NetworkBuilder network)
    {
        FeatureMaps maps = Features(network, WithDilatedTail(LargeBlocks), HS, out Signal stride8);
        return (stride8, maps.Coarse);
    }

    /// <summary>The last stage's blocks with half of their channels; the first block's expansion belongs to the stage before.</summary>
    private static ImmutableArray<InvertedResidual> WithReducedTail(ImmutableArray<InvertedResidual> blocks)
    {
        int tail = TailOf(blocks);
        return [.. blocks.Select((block, i) => i < tail ? block : block with
        {
            Outputs = block.Outputs / 2,
            Expanded = i == tail ? block.Expanded : block.Expanded / 2,
        })];
    }

    private static ImmutableArray<InvertedResidual> WithDilatedTail(ImmutableArray<InvertedResidual> blocks)
    {
        int tail = TailOf(blocks);
        return [.. blocks.Select((block, i) => i < tail ? block : block with { Stride = 1, Dilation = 2 })];
    }

    /// <summary>The first block of the last stage: the last with a stride.</summary>
    private static int TailOf(ImmutableArray<InvertedResidual> blocks)
    {
        int tail = blocks.Length - 1;
        while (blocks[tail].Stride == 1)
        {
            tail--;
        }

        return tail;
    }

    private static Signal Build(NetworkBuilder network, ImmutableArray<InvertedResidual> blocks, int lastChannels, Nonlinearity outer)
    {
        Signal x = Features(network, blocks, outer, out _).Coarse;
        int last = IsTensorFlow(network) ? Math.Max(lastChannels, network.Scaled(lastChannels)) : network.Scaled(lastChannels);
        x = network.Connect(network.Pool(x), new("classifier.0"), last, outer);
        return network.Connect(x, new("classifier.3"), network.Options.Classes, Nonlinearity.None);
    }

    private static FeatureMaps Features(NetworkBuilder network, ImmutableArray<InvertedResidual> blocks, Nonlinearity outer, out Signal stride8)
    {
        int index = 0;
        int unscaled = StemChannels;
        int reached = 2;
        Signal stride16 = default;
        stride8 = default;
        Signal x = network.Conv(network.Image, LayerName.Unit($"features.{index++}"), network.Scaled(unscaled), 3, 2, outer);
        foreach (InvertedResidual block in blocks)
        {
            InvertedResidual scaled = block with
            {
                Expanded = Expanded(network, block, x.Channels, unscaled),
                Outputs = network.Scaled(block.Outputs),
            };
            x = scaled.Append(network, x, $"features.{index++}.block", isFlat: false, out Signal expanded);
            if (block.Stride == 2)
            {
                reached *= 2;
                stride16 = reached == 2 * FeatureMaps.FineStride ? expanded : stride16;
            }

            stride8 = reached == 8 && block.Stride == 2 ? x : stride8;
            unscaled = block.Outputs;
        }

        int features = IsTensorFlow(network) ? network.Scaled(6 * unscaled) : 6 * x.Channels;
        return new FeatureMaps(stride16, network.Conv(x, LayerName.Unit($"features.{index}"), features, 1, 1, outer));
    }

    private static int Expanded(NetworkBuilder network, InvertedResidual block, int inputs, int unscaledInputs)
    {
        return IsTensorFlow(network)
            ? ChannelRounding.Round((double)block.Expanded / unscaledInputs * inputs)
            : network.Scaled(block.Expanded);
    }

    private static bool IsTensorFlow(NetworkBuilder network) => network.Options.Reference == ReferenceCode.TensorFlow;
}
