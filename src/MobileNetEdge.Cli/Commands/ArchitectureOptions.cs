using System.CommandLine;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Commands;

/// <summary>Options that name a network of the papers in place of a model file.</summary>
internal static class ArchitectureOptions
{
    public static Option<string?> Architecture { get; } = CreateArchitecture();

    public static Option<double?> Width { get; } = new("--width")
    {
        HelpName = "FACTOR",
        Description = "The architecture's width multiplier, where its paper has one. Default: 1.",
    };

    public static Option<int?> Resolution { get; } = new("--resolution")
    {
        HelpName = "PIXELS",
        Description = "The height and width of the architecture's pictures. Default: 224, 320 for detectors, 512 for segmenters.",
    };

    public static Option<int?> Classes { get; } = new("--classes")
    {
        HelpName = "COUNT",
        Description = "How many classes the architecture tells apart. Default: 1000, 90 for detectors, 21 for segmenters.",
    };

    public static Option<string?> Weights { get; } = new("--weights")
    {
        HelpName = "FILE",
        Description = "The architecture's weights: a .safetensors file with torchvision's names, or timm's. Default: random ones, always the same.",
    };

    /// <summary>Gives a command these options.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Architecture);
        command.Options.Add(Width);
        command.Options.Add(Resolution);
        command.Options.Add(Classes);
        command.Options.Add(Weights);
    }

    /// <summary>The float network that the options name; null without --architecture.</summary>
    /// <exception cref="UsageException">A value is out of range, or an option is there without --architecture.</exception>
    /// <exception cref="InvalidModelException">The weights do not fit the network.</exception>
    public static Model? TryCreate(ParseResult parsed)
    {
        string? weights = parsed.GetValue(Weights);
        if (parsed.GetValue(Architecture) is not { } name)
        {
            ThrowIfAny(parsed);
            return null;
        }

        bool isSpatial = SpatialNetworks.Names.Contains(name);
        (int resolution, int classes) = isSpatial ? SpatialNetworks.Usual(name) : (224, 1000);
        MobileNetOptions options = new()
        {
            Width = parsed.GetValue(Width) ?? 1,
            Resolution = parsed.GetValue(Resolution) ?? resolution,
            Classes = parsed.GetValue(Classes) ?? classes,
            Reference = weights is null ? ReferenceCode.TensorFlow : ReferenceCode.Torchvision,
        };
        Check(options);
        if (isSpatial)
        {
            return weights is null ? SpatialNetworks.Create(name, options) : throw new UsageException($"--weights does not go with {name}");
        }

        return ComparedNetworks.Names.Contains(name)
            ? CreateCompared(name, weights, options)
            : weights is null ? MobileNets.Create(name, options) : MobileNets.Load(name, weights, options);
    }

    private static Model CreateCompared(string name, string? weights, MobileNetOptions options)
    {
        try
        {
            return weights is null
                ? ComparedNetworks.Create(name, options)
                : ComparedNetworks.Load(name, weights, options with { Reference = ComparedNetworks.Published(name) });
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static Option<string?> CreateArchitecture()
    {
        Option<string?> option = new("--architecture")
        {
            HelpName = "NAME",
            Description = $"A network of the papers: {string.Join(", ", Classifiers)}, {string.Join(", ", SpatialNetworks.Names)}.",
        };
        option.AcceptOnlyFromAmong([.. Classifiers, .. SpatialNetworks.Names]);
        return option;
    }

    /// <summary>The networks that give one label.</summary>
    public static string[] Classifiers => [.. MobileNets.Names, .. ComparedNetworks.Names];

    /// <summary>A classifier with random weights.</summary>
    /// <exception cref="UsageException">The options do not suit the network.</exception>
    public static Model CreateClassifier(string name, MobileNetOptions options)
    {
        Check(options);
        return ComparedNetworks.Names.Contains(name) ? CreateCompared(name, weights: null, options) : MobileNets.Create(name, options);
    }

    private static void ThrowIfAny(ParseResult parsed)
    {
        foreach (Option option in (Option[])[Width, Resolution, Classes, Weights])
        {
            if (parsed.GetResult(option) is not null)
            {
                throw new UsageException($"{option.Name} needs --architecture");
            }
        }
    }

    private static void Check(MobileNetOptions options)
    {
        if (options.Width is not (> 0 and <= MobileNetOptions.MaxWidth))
        {
            throw new UsageException($"--width must lie above 0 and be at most {MobileNetOptions.MaxWidth}");
        }

        if (options.Resolution is not (> 0 and <= MobileNetOptions.MaxResolution))
        {
            throw new UsageException($"--resolution must lie in 1 to {MobileNetOptions.MaxResolution}");
        }

        if (options.Classes is not (> 0 and <= MobileNetOptions.MaxClasses))
        {
            throw new UsageException($"--classes must lie in 1 to {MobileNetOptions.MaxClasses}");
        }
    }
}
