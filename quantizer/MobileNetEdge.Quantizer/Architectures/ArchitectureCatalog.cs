using System.Collections.Immutable;
using System.Globalization;
using MobileNetEdge.Quantizer.Architectures.Safetensors;

namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Classifiers by name, built with random weights or with those of a file.</summary>
/// <param name="all">The architectures.</param>
internal sealed class ArchitectureCatalog(ImmutableArray<Architecture> all)
{
    /// <summary>The names in order.</summary>
    public ImmutableArray<string> Names { get; } = [.. all.Select(architecture => architecture.Name)];

    /// <summary>The architecture of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Architecture Find(string name)
    {
        return all.FirstOrDefault(architecture => architecture.Name == name)
            ?? throw new ArgumentException($"no architecture '{name}'; there are {string.Join(", ", Names)}", nameof(name));
    }

    /// <summary>A network with random weights.</summary>
    public Model Create(string name, MobileNetOptions? options)
    {
        Architecture architecture = Find(name);
        MobileNetOptions known = Checked(options, architecture);
        string origin = string.Create(CultureInfo.InvariantCulture, $"random weights, seed {known.Seed}");
        return Build(architecture, known, new RandomWeights(known.Seed), origin);
    }

    /// <summary>A network with the weights of a .safetensors file.</summary>
    public Model Load(string name, string path, MobileNetOptions? options)
    {
        ArgumentNullException.ThrowIfNull(path);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return Load(name, file, options);
    }

    /// <summary>A network with the weights of a .safetensors file that is in memory.</summary>
    public Model Read(string name, byte[] file, MobileNetOptions? options)
    {
        ArgumentNullException.ThrowIfNull(file);
        using SafetensorsFile opened = SafetensorsFile.Read(file);
        return Load(name, opened, options);
    }

    /// <summary>Options whose limits are kept; null for the defaults.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static MobileNetOptions Checked(MobileNetOptions? options)
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

    private Model Load(string name, SafetensorsFile file, MobileNetOptions? options)
    {
        Architecture architecture = Find(name);
        MobileNetOptions known = Checked(options ?? new() { Reference = architecture.Published }, architecture);
        SafetensorsWeights weights = new(file, architecture.NormalizationEpsilon);
        Model model = Build(architecture, known, weights, "weights from a file");
        weights.ThrowIfFaulty();
        return model;
    }

    private static MobileNetOptions Checked(MobileNetOptions? options, Architecture architecture)
    {
        MobileNetOptions known = Checked(options);
        if (!architecture.Widths.IsEmpty && !architecture.Widths.Contains(known.Width))
        {
            string widths = string.Join(", ", architecture.Widths.Select(width => width.ToString(CultureInfo.InvariantCulture)));
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{architecture.Name} has no width {known.Width}; it has {widths}"));
        }

        return known;
    }

    private static Model Build(Architecture architecture, MobileNetOptions options, WeightSource weights, string origin)
    {
        NetworkBuilder network = new(options, weights);
        Signal logits = architecture.Build(network);
        string width = architecture.Widths is [1] ? "" : string.Create(CultureInfo.InvariantCulture, $" width {options.Width},");
        string description = string.Create(
            CultureInfo.InvariantCulture,
            $"{architecture.Name},{width} {options.Resolution}×{options.Resolution}, {options.Classes} classes, {origin}");
        return network.ToModel(logits, description);
    }
}
