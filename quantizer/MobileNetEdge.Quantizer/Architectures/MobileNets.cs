using System.Collections.Immutable;
using MobileNetEdge.Quantizer.Architectures;

namespace MobileNetEdge.Quantizer;

/// <summary>The MobileNets by name, as float networks with random weights or with those of a .safetensors file.</summary>
/// <remarks>
/// A network reads <c>image</c> [1, resolution, resolution, 3] and writes <c>logits</c> [1, classes]; there is no dropout and no softmax.
/// Batch normalizations are folded into the convolutions. The metadata holds the normalization that <see cref="ReferenceCode"/> implies.
/// Sources: Howard et al., "MobileNets" (2017), table 1; Sandler et al., "MobileNetV2" (2018), table 2; Howard et al., "Searching for
/// MobileNetV3" (2019), tables 1 and 2; the "minimalistic" variants are TensorFlow's: no squeeze-and-excitation, no hard-swish, no 5×5.
/// </remarks>
public static class MobileNets
{
    private static readonly ArchitectureCatalog Catalog = new(
    [
        MobileNetV1.Architecture,
        MobileNetV2.Architecture,
        MobileNetV3.Large,
        MobileNetV3.Small,
        MobileNetV3.LargeMinimalistic,
        MobileNetV3.SmallMinimalistic,
    ]);

    /// <summary>What <see cref="Create"/> and <see cref="Load"/> know, such as <c>mobilenet_v2</c>.</summary>
    public static ImmutableArray<string> Names => Catalog.Names;

    /// <summary>A network with random weights, the same bytes for the same seed on every machine.</summary>
    /// <remarks>The weights' variance is such that no layer's output vanishes or explodes.</remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own.</param>
    /// <exception cref="ArgumentException">No such name, or an option is out of range.</exception>
    public static Model Create(string name, MobileNetOptions? options = null) => Catalog.Create(name, options);

    /// <summary>A network with the weights of a .safetensors file.</summary>
    /// <remarks>
    /// Tensors are named and laid out as torchvision's <c>mobilenet_v2</c> and <c>mobilenet_v3_large</c> name them. torchvision has no V1: its
    /// stem is <c>features.0.0</c> with the normalization <c>features.0.1</c>, its pair i <c>features.i.0.0</c>, <c>features.i.0.1</c>,
    /// <c>features.i.1.0</c>, <c>features.i.1.1</c>, and its classifier <c>classifier.1</c>. Other tensors of the file are not read.
    /// Elements are F16, BF16, F32 or F64.
    /// </remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own with torchvision's borders.</param>
    /// <exception cref="ArgumentException">No such name, or an option is out of range.</exception>
    /// <exception cref="InvalidModelException">The file breaks the format's rules, or has not the tensors that the network needs.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string name, string path, MobileNetOptions? options = null) => Catalog.Load(name, path, options);

    /// <summary>A network with the weights of a .safetensors file that is in memory; see <see cref="Load"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="file">The file's contents.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own with torchvision's borders.</param>
    /// <exception cref="ArgumentException">No such name, or an option is out of range.</exception>
    /// <exception cref="InvalidModelException">The file breaks the format's rules, or has not the tensors that the network needs.</exception>
    public static Model Read(string name, byte[] file, MobileNetOptions? options = null) => Catalog.Read(name, file, options);
}
