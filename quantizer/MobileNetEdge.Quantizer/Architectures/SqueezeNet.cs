using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Fire modules, which squeeze channels and expand them again: Iandola et al., "SqueezeNet" (2016), table 1; version 1.1 is the authors' later one.</summary>
/// <remarks>Neither the first convolution nor pooling has a border, and the last window of a pooling may reach beyond the map, as in torchvision.</remarks>
internal static class SqueezeNet
{
    /// <summary>Squeeze channels of the modules; 0 for a pooling between them.</summary>
    private static readonly ImmutableArray<int> Modules10 = [0, 16, 16, 32, 0, 32, 48, 48, 64, 0, 64];

    private static readonly ImmutableArray<int> Modules11 = [0, 16, 16, 0, 32, 32, 0, 48, 48, 64, 64];

    /// <summary>Each half of a module's output has as many channels for each squeezed one.</summary>
    private const int Expansion = 4;

    /// <summary>The first convolution and its activation come before the first module in torchvision's numbering.</summary>
    private const int FirstIndex = 2;

    public static Architecture Version10 { get; } = new("squeezenet_1_0", 0, network => Build(network, 96, 7, Modules10)) { Widths = [1] };

    public static Architecture Version11 { get; } = new("squeezenet_1_1", 0, network => Build(network, 64, 3, Modules11)) { Widths = [1] };

    private static Signal Build(NetworkBuilder network, int stemChannels, int stemTaps, ImmutableArray<int> modules)
    {
        Signal x = network.Conv(network.Image, new("features.0"), stemChannels, stemTaps, 2, Nonlinearity.Relu, WindowFit.Inside);
        for (int i = 0; i < modules.Length; i++)
        {
            x = modules[i] == 0
                ? network.MaxPool(x, 3, 2, WindowFit.Covering)
                : Fire(network, x, $"features.{FirstIndex + i}", modules[i]);
        }

        return network.Pool(network.Conv(x, new("classifier.1"), network.Options.Classes, 1, 1, Nonlinearity.Relu));
    }

    private static Signal Fire(NetworkBuilder network, Signal input, string name, int squeezed)
    {
        Signal x = network.Conv(input, new($"{name}.squeeze"), squeezed, 1, 1, Nonlinearity.Relu);
        Signal narrow = network.Conv(x, new($"{name}.expand1x1"), Expansion * squeezed, 1, 1, Nonlinearity.Relu);
        Signal wide = network.Conv(x, new($"{name}.expand3x3"), Expansion * squeezed, 3, 1, Nonlinearity.Relu);
        return network.Concat(narrow, wide);
    }
}
