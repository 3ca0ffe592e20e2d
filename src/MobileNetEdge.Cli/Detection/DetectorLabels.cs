using System.Collections.Immutable;
using MobileNetEdge.Cli.Classification;

namespace MobileNetEdge.Cli.Detection;

/// <summary>The names of a detector's classes, without the background.</summary>
/// <param name="Names">The names; empty where there are none.</param>
/// <param name="Source">Where they come from, for people.</param>
internal sealed record DetectorLabels(ImmutableArray<string> Names, string Source)
{
    /// <summary>The name of a class; its index where there is no name.</summary>
    public string this[int category] => category < Names.Length ? Names[category] : $"class {category}";

    /// <summary>Names from a file, one a line, else from the model. A list that begins with the background is taken without it.</summary>
    /// <param name="file">The file, or null.</param>
    /// <param name="metadata">What the model says.</param>
    /// <param name="classes">The detector's classes.</param>
    /// <exception cref="UsageException">The file has another number of names.</exception>
    public static DetectorLabels Find(string? file, ModelMetadata metadata, int classes)
    {
        ImmutableArray<string> names = file is null ? metadata.Labels : Labels.ReadFile(file);
        while (names is [.., ""])
        {
            names = names[..^1];
        }

        if (names.Length == classes + 1)
        {
            names = names[1..];
        }

        return names.IsEmpty || names.Length == classes || file is null
            ? new DetectorLabels(names, file ?? metadata.Source ?? "none")
            : throw new UsageException($"{file} has {names.Length} names for {classes} classes");
    }
}
