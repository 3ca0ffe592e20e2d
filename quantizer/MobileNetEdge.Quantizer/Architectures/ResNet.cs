using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Residual networks: He et al., "Deep Residual Learning for Image Recognition" (2015), table 1.</summary>
/// <remarks>A bottleneck's stride is its 3×3 convolution's, as in torchvision; in the paper it is the first 1×1 convolution's.</remarks>
internal static class ResNet
{
    private const double Epsilon = 1e-5;
    private const int BottleneckExpansion = 4;
    private static readonly int[] StageChannels = [64, 128, 256, 512];

    public static Architecture Layers18 { get; } = Create("resnet_18", [2, 2, 2, 2], hasBottlenecks: false);

    public static Architecture Layers50 { get; } = Create("resnet_50", [3, 4, 6, 3], hasBottlenecks: true);

    public static Architecture Layers152 { get; } = Create("resnet_152", [3, 8, 36, 3], hasBottlenecks: true);

    private static Architecture Create(string name, ImmutableArray<int> repeats, bool hasBottlenecks)
    {
        return new(name, Epsilon, network => Build(network, repeats, hasBottlenecks)) { Widths = [1] };
    }

    private static Signal Build(NetworkBuilder network, ImmutableArray<int> repeats, bool hasBottlenecks)
    {
        Signal x = network.Conv(network.Image, new("conv1", "bn1"), StageChannels[0], 7, 2, Nonlinearity.Relu);
        x = network.MaxPool(x, 3, 2, WindowFit.Border);
        for (int stage = 0; stage < repeats.Length; stage++)
        {
            for (int i = 0; i < repeats[stage]; i++)
            {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                x = Block(network, x, $"layer{stage + 1}.{i}", StageChannels[stage], stride, hasBottlenecks);
            }
        }

        return network.Connect(network.Pool(x), new("fc"), network.Options.Classes, Nonlinearity.None);
    }

    private static Signal Block(NetworkBuilder network, Signal input, string name, int channels, int stride, bool isBottleneck)
    {
        int outputs = isBottleneck ? BottleneckExpansion * channels : channels;
        Signal x = isBottleneck
            ? network.Conv(input, Part(name, 1), channels, 1, 1, Nonlinearity.Relu)
            : network.Conv(input, Part(name, 1), channels, 3, stride, Nonlinearity.Relu);
        x = isBottleneck
            ? network.Conv(x, Part(name, 2), channels, 3, stride, Nonlinearity.Relu)
            : network.Conv(x, Part(name, 2), channels, 3, 1, Nonlinearity.None);
        if (isBottleneck)
        {
            x = network.Conv(x, Part(name, 3), outputs, 1, 1, Nonlinearity.None);
        }

        Signal shortcut = stride == 1 && outputs == input.Channels
            ? input
            : network.Conv(input, LayerName.Unit($"{name}.downsample"), outputs, 1, stride, Nonlinearity.None);
        return network.Add(shortcut, x, Nonlinearity.Relu);
    }

    private static LayerName Part(string block, int part) => new($"{block}.conv{part}", $"{block}.bn{part}");
}
