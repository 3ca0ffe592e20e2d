namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>
/// Single-shot detectors whose extra layers and heads are depthwise separable: Liu et al., "SSD" (2016); Sandler et al., "MobileNetV2" (2018),
/// section 6.2. Extra layers and anchors are those of TensorFlow's configurations.
/// </summary>
internal static class SsdLite
{
    /// <summary>What the metadata of TensorFlow's detectors say of their numbers.</summary>
    public const string Detector = "tensorflow-ssd";

    private const int BoxNumbers = 4;

    /// <summary>Channels of the maps behind the backbone's two; each halves the side of the one before.</summary>
    private static readonly int[] ExtraChannels = [512, 256, 256, 128];

    /// <summary>Appends everything behind the backbone.</summary>
    /// <returns>Boxes [1, N, 4] and logits [1, N, classes + 1], the background first.</returns>
    public static (Signal Boxes, Signal Logits) Append(NetworkBuilder network, FeatureMaps features)
    {
        List<Signal> maps = [features.Fine, features.Coarse];
        for (int i = 0; i < ExtraChannels.Length; i++)
        {
            maps.Add(Extra(network, maps[^1], ExtraChannels[i], $"extra.{i}"));
        }

        int depth = network.Options.Classes + 1;
        Signal[] boxes = [.. maps.Select((map, i) => Head(network, map, AnchorSets.TensorFlowBoxes(i) * BoxNumbers, $"boxes.{i}"))];
        Signal[] logits = [.. maps.Select((map, i) => Head(network, map, AnchorSets.TensorFlowBoxes(i) * depth, $"classes.{i}"))];
        return (network.List(boxes, BoxNumbers), network.List(logits, depth));
    }

    private static Signal Extra(NetworkBuilder network, Signal input, int channels, string name)
    {
        Signal squeezed = network.Conv(input, LayerName.Unit($"{name}.0"), network.Scaled(channels / 2), 1, 1, Nonlinearity.Relu6);
        Signal halved = network.Depthwise(squeezed, LayerName.Unit($"{name}.1"), 3, 2, Nonlinearity.Relu6);
        return network.Conv(halved, LayerName.Unit($"{name}.2"), network.Scaled(channels), 1, 1, Nonlinearity.Relu6);
    }

    private static Signal Head(NetworkBuilder network, Signal input, int outputs, string name)
    {
        Signal spread = network.Depthwise(input, LayerName.Unit($"{name}.0"), 3, 1, Nonlinearity.Relu6);
        return network.Conv(spread, new($"{name}.1"), outputs, 1, 1, Nonlinearity.None);
    }
}
