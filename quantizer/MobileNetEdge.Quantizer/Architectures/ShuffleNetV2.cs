using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Half of the channels pass each unit, and all are shuffled: Ma et al., "ShuffleNet V2" (2018), table 5.</summary>
internal static class ShuffleNetV2
{
    private const int StemChannels = 24;
    private const int Branches = 2;
    private static readonly int[] Repeats = [4, 8, 4];

    /// <summary>Channels of the three stages and of the last convolution at each width.</summary>
    private static readonly ImmutableArray<(double Width, int[] Channels)> Widths =
    [
        (0.5, [48, 96, 192, 1024]),
        (1, [116, 232, 464, 1024]),
        (1.5, [176, 352, 704, 1024]),
        (2, [244, 488, 976, 2048]),
    ];

    public static Architecture Architecture { get; } = new("shufflenet_v2", 1e-5, Build) { Widths = [.. Widths.Select(entry => entry.Width)] };

    private static Signal Build(NetworkBuilder network)
    {
        int[] channels = Widths.First(entry => entry.Width == network.Options.Width).Channels;
        Signal x = network.Conv(network.Image, LayerName.Unit("conv1"), StemChannels, 3, 2, Nonlinearity.Relu);
        x = network.MaxPool(x, 3, 2, WindowFit.Border);
        for (int stage = 0; stage < Repeats.Length; stage++)
        {
            for (int i = 0; i < Repeats[stage]; i++)
            {
                string name = $"stage{stage + 2}.{i}";
                x = i == 0 ? DownUnit(network, x, name, channels[stage]) : Unit(network, x, name);
            }
        }

        x = network.Conv(x, LayerName.Unit("conv5"), channels[^1], 1, 1, Nonlinearity.Relu);
        return network.Connect(network.Pool(x), new("fc"), network.Options.Classes, Nonlinearity.None);
    }

    /// <summary>Figure 3 (d): both branches read everything and halve the map.</summary>
    private static Signal DownUnit(NetworkBuilder network, Signal input, string name, int outputs)
    {
        Signal left = network.Depthwise(input, new($"{name}.branch1.0", $"{name}.branch1.1"), 3, 2, Nonlinearity.None);
        left = network.Conv(left, new($"{name}.branch1.2", $"{name}.branch1.3"), outputs / Branches, 1, 1, Nonlinearity.Relu);
        Signal right = Branch(network, input, name, outputs / Branches, 2);
        return network.Shuffle(network.Concat(left, right), Branches);
    }

    /// <summary>Figure 3 (c): one half passes as it is.</summary>
    private static Signal Unit(NetworkBuilder network, Signal input, string name)
    {
        int half = input.Channels / Branches;
        Signal right = Branch(network, network.Channels(input, half, half), name, half, 1);
        return network.Shuffle(network.Concat(network.Channels(input, 0, half), right), Branches);
    }

    private static Signal Branch(NetworkBuilder network, Signal input, string name, int channels, int stride)
    {
        Signal x = network.Conv(input, new($"{name}.branch2.0", $"{name}.branch2.1"), channels, 1, 1, Nonlinearity.Relu);
        x = network.Depthwise(x, new($"{name}.branch2.3", $"{name}.branch2.4"), 3, stride, Nonlinearity.None);
        return network.Conv(x, new($"{name}.branch2.5", $"{name}.branch2.6"), channels, 1, 1, Nonlinearity.Relu);
    }
}
