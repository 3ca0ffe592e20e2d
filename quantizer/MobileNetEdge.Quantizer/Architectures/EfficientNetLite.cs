using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>
/// EfficientNet-Lite0: Tan and Le, "EfficientNet" (2019), table 1, with ReLU6 and without squeeze-and-excitation, as the authors' code for
/// devices has it.
/// </summary>
internal static class EfficientNetLite
{
    private static readonly ImmutableArray<MobileStage> Stages =
    [
        new(1, 3, 1, 16, 1, false),
        new(2, 3, 6, 24, 2, false),
        new(2, 5, 6, 40, 2, false),
        new(3, 3, 6, 80, 2, false),
        new(3, 5, 6, 112, 1, false),
        new(4, 5, 6, 192, 2, false),
        new(1, 3, 6, 320, 1, false),
    ];

    public static Architecture Lite0 { get; } = new(
        "efficientnet_lite0", 1e-3, network => MobileStage.Build(network, Stages, channels => channels, Nonlinearity.Relu6))
    {
        Widths = [1],
        Published = ReferenceCode.TensorFlow,
    };
}
