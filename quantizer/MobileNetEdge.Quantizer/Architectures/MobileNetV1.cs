namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Depthwise-separable convolutions: Howard et al., "MobileNets" (2017), table 1, with TensorFlow's ReLU6.</summary>
internal static class MobileNetV1
{
    private static readonly (int Channels, int Stride)[] Pairs =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    public static Architecture Architecture { get; } = new("mobilenet_v1", 1e-3, Build);

    private static Signal Build(NetworkBuilder network)
    {
        Signal x = network.Conv(network.Image, LayerName.Unit("features.0"), network.Scaled(32), 3, 2, Nonlinearity.Relu6);
        for (int i = 0; i < Pairs.Length; i++)
        {
            x = network.Depthwise(x, LayerName.Unit($"features.{i + 1}.0"), 3, Pairs[i].Stride, Nonlinearity.Relu6);
            x = network.Conv(x, LayerName.Unit($"features.{i + 1}.1"), network.Scaled(Pairs[i].Channels), 1, 1, Nonlinearity.Relu6);
        }

        return network.Connect(network.Pool(x), new("classifier.1"), network.Options.Classes, Nonlinearity.None);
    }
}
