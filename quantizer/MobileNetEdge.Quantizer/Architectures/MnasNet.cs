using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>MnasNet-A1, found by a search for speed on a phone: Tan et al., "MnasNet" (2019), figure 7.</summary>
internal static class MnasNet
{
    private static readonly ImmutableArray<MobileStage> Stages =
    [
        new(1, 3, 1, 16, 1, false),
        new(2, 3, 6, 24, 2, false),
        new(3, 5, 3, 40, 2, true),
        new(4, 3, 6, 80, 2, false),
        new(2, 3, 6, 112, 1, true),
        new(3, 5, 6, 160, 2, true),
        new(1, 3, 6, 320, 1, false),
    ];

    public static Architecture A1 { get; } = new(
        "mnasnet_a1", 1e-5, network => MobileStage.Build(network, Stages, network.Scaled, Nonlinearity.Relu));
}
