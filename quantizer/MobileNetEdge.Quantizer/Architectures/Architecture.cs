using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>A network of the papers.</summary>
/// <param name="Name">The name for users, such as <c>mobilenet_v2</c>.</param>
/// <param name="NormalizationEpsilon">What batch normalization adds to the variance.</param>
/// <param name="Build">Appends the layers and gives the logits.</param>
internal sealed record Architecture(string Name, double NormalizationEpsilon, Func<NetworkBuilder, Signal> Build)
{
    /// <summary>The width multipliers that the paper has; empty where any goes.</summary>
    public ImmutableArray<double> Widths { get; init; } = [];

    /// <summary>Whose borders and pixels published weights are trained with.</summary>
    public ReferenceCode Published { get; init; } = ReferenceCode.Torchvision;
}
