using System.Collections.Immutable;
using System.Globalization;
using MobileNetEdge.Quantizer.Architectures;

namespace MobileNetEdge.Quantizer;

/// <summary>Detectors and segmenters on MobileNets by name, as float networks with random weights.</summary>
/// <remarks>
/// SSDLite reads <c>image</c> [1, resolution, resolution, 3] and writes <c>boxes</c> [1, N, 4] and <c>scores</c> [1, N, classes + 1], logits with
/// the background first; N is 2034 at 320 pixels. LR-ASPP writes <c>mask</c> [1, resolution, resolution, classes], logits of each pixel.
/// </remarks>
public static class SpatialNetworks
{
    private const int DetectorResolution = 320;
    private const int DetectorClasses = 90;
    private const int SegmenterResolution = 512;
    private const int SegmenterClasses = 21;
    private const string Segmenter = "lraspp_mobilenet_v3_large";

    private static readonly ImmutableArray<(string Name, Func<NetworkBuilder, FeatureMaps> Features)> Detectors =
    [
        ("ssdlite_mobilenet_v2", MobileNetV2.Features),
        ("ssdlite_mobilenet_v3_large", network => MobileNetV3.DetectorFeatures(network, isLarge: true)),
        ("ssdlite_mobilenet_v3_small", network => MobileNetV3.DetectorFeatures(network, isLarge: false)),
    ];

    /// <summary>What <see cref="Create"/> knows.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Detectors.Select(detector => detector.Name), Segmenter];

    /// <summary>The resolution and the number of classes that a network's paper reports on.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static (int Resolution, int Classes) Usual(string name)
    {
        return name == Segmenter ? (SegmenterResolution, SegmenterClasses) : (DetectorResolution, DetectorClasses);
    }

    /// <summary>A network with random weights, the same bytes for the same seed on every machine.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Width, resolution and the like.</param>
    /// <exception cref="ArgumentException">No such name, or an option is out of range.</exception>
    public static Model Create(string name, MobileNetOptions options)
    {
        MobileNetOptions known = ArchitectureCatalog.Checked(options);
        NetworkBuilder network = new(known, new RandomWeights(known.Seed));
        string description = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, width {known.Width}, {known.Resolution}×{known.Resolution}, {known.Classes} classes, random weights, seed {known.Seed}");
        if (name == Segmenter)
        {
            (Signal fine, Signal coarse) = MobileNetV3.DilatedFeatures(network);
            return network.ToModel([("mask", LiteAspp.Append(network, fine, coarse))], description, detector: null);
        }

        Func<NetworkBuilder, FeatureMaps> features = Detectors.FirstOrDefault(detector => detector.Name == name).Features
            ?? throw new ArgumentException($"no network '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        (Signal boxes, Signal logits) = SsdLite.Append(network, features(network));
        return network.ToModel([("boxes", boxes), ("scores", logits)], description, SsdLite.Detector);
    }
}
