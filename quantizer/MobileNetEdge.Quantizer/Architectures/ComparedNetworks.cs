using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Architectures;

namespace MobileNetEdge.Quantizer;

/// <summary>Classifiers that MobileNets are compared with, by name, as float networks with random weights or with those of a .safetensors file.</summary>
/// <remarks>
/// A network reads <c>image</c> [1, resolution, resolution, 3] and writes <c>logits</c> [1, classes]; there is no dropout and no softmax, and
/// batch normalizations are folded into the convolutions. Sources: Tan et al., "MnasNet" (2019), figure 7; Tan and Le, "EfficientNet" (2019),
/// table 1, in the form of the authors' EfficientNet-Lite; He et al., "Deep Residual Learning" (2015), table 1; Simonyan and Zisserman, "Very
/// Deep Convolutional Networks" (2014), table 1; Ma et al., "ShuffleNet V2" (2018), table 5; Iandola et al., "SqueezeNet" (2016), table 1.
/// </remarks>
public static class ComparedNetworks
{
    private static readonly ArchitectureCatalog Catalog = new(
    [
        MnasNet.A1,
        EfficientNetLite.Lite0,
        ResNet.Layers18,
        ResNet.Layers50,
        ResNet.Layers152,
        Vgg.Layers16,
        Vgg.Layers19,
        ShuffleNetV2.Architecture,
        SqueezeNet.Version10,
        SqueezeNet.Version11,
    ]);

    /// <summary>What <see cref="Create"/> and <see cref="Load"/> know, such as <c>resnet_50</c>.</summary>
    public static ImmutableArray<string> Names => Catalog.Names;

    /// <summary>The width multipliers that a network's paper has; empty where any goes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No such name.</exception>
    public static ImmutableArray<double> Widths(string name) => Catalog.Find(name).Widths;

    /// <summary>Whose borders and pixels a network's published weights are trained with.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">No such name.</exception>
    public static ReferenceCode Published(string name) => Catalog.Find(name).Published;

    /// <summary>A network with random weights, the same bytes for the same seed on every machine.</summary>
    /// <remarks>The weights' variance is such that no layer's output vanishes or explodes.</remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own.</param>
    /// <exception cref="ArgumentException">No such name, an option is out of range, or the network does not fit the resolution.</exception>
    public static Model Create(string name, MobileNetOptions? options = null) => Catalog.Create(name, options);

    /// <summary>A network with the weights of a .safetensors file.</summary>
    /// <remarks>
    /// Tensors are named and laid out as torchvision's <c>resnet50</c>, <c>vgg16</c>, <c>shufflenet_v2_x1_0</c> and <c>squeezenet1_1</c> name
    /// them; torchvision has neither MnasNet-A1 nor EfficientNet-Lite, whose names are those of timm's <c>semnasnet_100</c> and
    /// <c>tf_efficientnet_lite0</c>. Other tensors of the file are not read. Elements are F16, BF16, F32 or F64.
    /// </remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own with the borders of <see cref="Published"/>.</param>
    /// <exception cref="ArgumentException">No such name, an option is out of range, or the network does not fit the resolution.</exception>
    /// <exception cref="InvalidModelException">The file breaks the format's rules, or has not the tensors that the network needs.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string name, string path, MobileNetOptions? options = null) => Catalog.Load(name, path, options);

    /// <summary>A network with the weights of a .safetensors file that is in memory; see <see cref="Load"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="file">The file's contents.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own with the borders of <see cref="Published"/>.</param>
    /// <exception cref="ArgumentException">No such name, an option is out of range, or the network does not fit the resolution.</exception>
    /// <exception cref="InvalidModelException">The file breaks the format's rules, or has not the tensors that the network needs.</exception>
    public static Model Read(string name, byte[] file, MobileNetOptions? options = null) => Catalog.Read(name, file, options);
}
