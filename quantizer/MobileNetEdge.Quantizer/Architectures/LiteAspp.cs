namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>
/// Lite R-ASPP, a head for segmentation: Howard et al., "Searching for MobileNetV3" (2019), section 6.4. The gate pools over all positions, and
/// the fine map is the first at stride 8, as in torchvision's lraspp_mobilenet_v3_large.
/// </summary>
internal static class LiteAspp
{
    private const int HiddenChannels = 128;

    /// <summary>Appends the head.</summary>
    /// <returns>Logits [1, resolution, resolution, classes].</returns>
    public static Signal Append(NetworkBuilder network, Signal fine, Signal coarse)
    {
        Signal hidden = network.Conv(coarse, LayerName.Unit("classifier.cbr"), HiddenChannels, 1, 1, Nonlinearity.Relu);
        Signal pooled = network.Pool(coarse, keepDimensions: true);
        Signal logit = network.Conv(pooled, new("classifier.scale.1"), hidden.Channels, 1, 1, Nonlinearity.None);
        Signal gated = network.Gate(hidden, logit, isLogistic: true);
        Shape place = fine.Tensor.Shape;
        int classes = network.Options.Classes;
        Signal high = network.Conv(network.Resize(gated, place[1], place[2]), new("classifier.high_classifier"), classes, 1, 1, Nonlinearity.None);
        Signal low = network.Conv(fine, new("classifier.low_classifier"), classes, 1, 1, Nonlinearity.None);
        return network.Resize(network.Add(low, high, Nonlinearity.None), network.Options.Resolution, network.Options.Resolution);
    }
}
