namespace MobileNetEdge.Benchmarks;

/// <summary>The distinct layers with windows of ResNet-50 and VGG-16 at 224×224, and ResNet-50's largest products: what MobileNets lack.</summary>
public static class GeneralLayers
{
    /// <summary>Convolutions, in the order of the networks.</summary>
    public static IEnumerable<Layer> All => [.. ResNet50, .. Vgg16];

    /// <summary>He et al., "Deep Residual Learning for Image Recognition" (2015), table 1, with the stride in the 3×3 layers.</summary>
    private static Layer[] ResNet50 =>
    [
        new(224, 224, 3, 64, 7, 2),
        new(56, 56, 64, 64, 3, 1), new(56, 56, 64, 256, 1, 1), new(56, 56, 256, 64, 1, 1),
        new(56, 56, 128, 128, 3, 2), new(56, 56, 256, 512, 1, 2), new(28, 28, 128, 128, 3, 1), new(28, 28, 512, 128, 1, 1),
        new(28, 28, 256, 256, 3, 2), new(28, 28, 512, 1024, 1, 2), new(14, 14, 256, 256, 3, 1), new(14, 14, 256, 1024, 1, 1),
        new(14, 14, 512, 512, 3, 2), new(14, 14, 1024, 2048, 1, 2), new(7, 7, 512, 512, 3, 1), new(7, 7, 2048, 512, 1, 1),
    ];

    /// <summary>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (2014), configuration D.</summary>
    private static Layer[] Vgg16 =>
    [
        new(224, 224, 3, 64, 3, 1), new(224, 224, 64, 64, 3, 1), new(112, 112, 64, 128, 3, 1), new(112, 112, 128, 128, 3, 1),
        new(56, 56, 128, 256, 3, 1), new(56, 56, 256, 256, 3, 1), new(28, 28, 256, 512, 3, 1), new(28, 28, 512, 512, 3, 1), new(14, 14, 512, 512, 3, 1),
    ];
}
