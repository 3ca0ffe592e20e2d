namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Inverted residuals with linear bottlenecks: Sandler et al., "MobileNetV2" (2018), table 2.</summary>
internal static class MobileNetV2
{
    private const int LastChannels = 1280;
    private const int FirstStride = 2;

    private static readonly (int Expansion, int Channels, int Repeats, int Stride)[] Stages =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    public static Architecture Architecture { get; } = new("mobilenet_v2", 1e-5, Build);

    /// <summary>The feature maps that detectors read.</summary>
    public static FeatureMaps Features(NetworkBuilder network)
    {
        int index = 0;
        int reached = FirstStride;
        Signal stride16 = default;
        Signal x = network.Conv(network.Image, LayerName.Unit($"features.{index++}"), network.Scaled(32), 3, 2, Nonlinearity.Relu6);
        foreach ((int expansion, int channels, int repeats, int stride) in Stages)
        {
            for (int i = 0; i < repeats; i++)
            {
                InvertedResidual block = new(
                    3, x.Channels * expansion, network.Scaled(channels), i == 0 ? stride : 1, Excites: false, Nonlinearity.Relu6);
                x = block.Append(network, x, $"features.{index++}.conv", isFlat: true, out Signal expanded);
                reached *= block.Stride;
                stride16 = block.Stride == 2 && reached == 2 * FeatureMaps.FineStride ? expanded : stride16;
            }
        }

        // The last convolution never gets narrower than the paper's: section 6.1.
        int last = Math.Max(LastChannels, network.Scaled(LastChannels));
        return new FeatureMaps(stride16, network.Conv(x, LayerName.Unit($"features.{index}"), last, 1, 1, Nonlinearity.Relu6));
    }

    private static Signal Build(NetworkBuilder network)
    {
        Signal x = Features(network).Coarse;
        return network.Connect(network.Pool(x), new("classifier.1"), network.Options.Classes, Nonlinearity.None);
    }
}
