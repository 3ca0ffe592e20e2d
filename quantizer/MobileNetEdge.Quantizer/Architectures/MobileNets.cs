using System.Collections.Immutable;
using System.Globalization;
using MobileNetEdge.Quantizer.Architectures;
using MobileNetEdge.Quantizer.Architectures.Safetensors;

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
    private static readonly ImmutableArray<Architecture> All =
    [
        MobileNetV1.Architecture,
        MobileNetV2.Architecture,
        MobileNetV3.Large,
        MobileNetV3.Small,
        MobileNetV3.LargeMinimalistic,
        MobileNetV3.SmallMinimalistic,
    ];

    /// <summary>What <see cref="Create"/> and <see cref="Load"/> know, such as <c>mobilenet_v2</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(architecture => architecture.Name)];

    /// <summary>A network with random weights, the same bytes for the same seed on every machine.</summary>
    /// <remarks>The weights' variance is such that no layer's output vanishes or explodes.</remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own.</param>
    /// <exception cref="ArgumentException">No such name, or an option is out of range.</exception>
    public static Model Create(string name, MobileNetOptions? options = null)
    {
        Architecture architecture = Find(name);
        MobileNetOptions known = Checked(options);
        string origin = string.Create(CultureInfo.InvariantCulture, $"random weights, seed {known.Seed}");
        return Build(architecture, known, new RandomWeights(known.Seed), origin);
    }

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
    public static Model Load(string name, string path, MobileNetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return LoadFrom(file, name, options);
    }

    /// <summary>A network with the weights of a .safetensors file that is in memory; see <see cref="Load"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="file">The file's contents.</param>
    /// <param name="options">Width, resolution and the like; null for the paper's own with torchvision's borders.</param>
    /// <exception cref="ArgumentException">No such name, or an option is out of range.</exception>
    /// <exception cref="InvalidModelException">The file breaks the format's rules, or has not the tensors that the network needs.</exception>
    public static Model Read(string name, byte[] file, MobileNetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        using SafetensorsFile opened = SafetensorsFile.Read(file);
        return LoadFrom(opened, name, options);
    }

    private static Model LoadFrom(SafetensorsFile file, string name, MobileNetOptions? options)
    {
        Architecture architecture = Find(name);
        MobileNetOptions known = Checked(options ?? new() { Reference = ReferenceCode.Torchvision });
        SafetensorsWeights weights = new(file, architecture.NormalizationEpsilon);
        Model model = Build(architecture, known, weights, "weights from a file");
        weights.ThrowIfFaulty();
        return model;
    }

    private static Model Build(Architecture architecture, MobileNetOptions options, WeightSource weights, string origin)
    {
        NetworkBuilder network = new(options, weights);
        Signal logits = architecture.Build(network);
        string description = string.Create(
            CultureInfo.InvariantCulture,
            $"{architecture.Name}, width {options.Width}, {options.Resolution}×{options.Resolution}, {options.Classes} classes, {origin}");
        return network.ToModel(logits, description);
    }

    private static Architecture Find(string name)
    {
        return All.FirstOrDefault(architecture => architecture.Name == name)
            ?? throw new ArgumentException($"no architecture '{name}'; there are {string.Join(", ", Names)}", nameof(name));
    }

    internal static MobileNetOptions Checked(MobileNetOptions? options)
    {
        MobileNetOptions known = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(known.Resolution, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(known.Resolution, MobileNetOptions.MaxResolution, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(known.Classes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(known.Classes, MobileNetOptions.MaxClasses, nameof(options));
        if (known.Width is not (> 0 and <= MobileNetOptions.MaxWidth))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), known.Width, $"the width must lie above 0 and be at most {MobileNetOptions.MaxWidth}");
        }

        return known;
    }
}
