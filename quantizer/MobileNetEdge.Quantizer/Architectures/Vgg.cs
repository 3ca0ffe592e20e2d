using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Plain stacks of 3×3 convolutions: Simonyan and Zisserman, "Very Deep Convolutional Networks" (2014), table 1, D and E.</summary>
/// <remarks>The first fully connected layer reads the whole of the last map, 7×7 at 224 pixels, so the resolution decides its size.</remarks>
internal static class Vgg
{
    private const int HiddenUnits = 4096;
    private static readonly int[] StageChannels = [64, 128, 256, 512, 512];

    public static Architecture Layers16 { get; } = Create("vgg_16", [2, 2, 3, 3, 3]);

    public static Architecture Layers19 { get; } = Create("vgg_19", [2, 2, 4, 4, 4]);

    private static Architecture Create(string name, ImmutableArray<int> repeats)
    {
        return new(name, 0, network => Build(network, repeats)) { Widths = [1] };
    }

    private static Signal Build(NetworkBuilder network, ImmutableArray<int> repeats)
    {
        int index = 0;
        Signal x = network.Image;
        for (int stage = 0; stage < repeats.Length; stage++)
        {
            for (int i = 0; i < repeats[stage]; i++)
            {
                x = network.Conv(x, new($"features.{index}"), StageChannels[stage], 3, 1, Nonlinearity.Relu);
                index += 2;
            }

            x = network.MaxPool(x, 2, 2, WindowFit.Inside);
            index++;
        }

        x = network.ConnectMap(x, new("classifier.0"), HiddenUnits, Nonlinearity.Relu);
        x = network.Connect(x, new("classifier.3"), HiddenUnits, Nonlinearity.Relu);
        return network.Connect(x, new("classifier.6"), network.Options.Classes, Nonlinearity.None);
    }
}
