using System.Collections.Immutable;

namespace MobileNetEdge.Cli.Classification;

/// <summary>A class's name for each index of the output.</summary>
internal sealed class Labels
{
    private const long MaxFileBytes = 16 << 20;
    private readonly ImmutableArray<string> _names;

    private Labels(ImmutableArray<string> names, string source)
    {
        _names = names;
        Source = source;
    }

    /// <summary>Where the names come from, for people.</summary>
    public string Source { get; }

    /// <summary>The names; empty where there are none.</summary>
    public ImmutableArray<string> Names => _names;

    /// <summary>The name of a class; its index where there is no name.</summary>
    public string this[int index] => index < _names.Length ? _names[index] : $"class {index}";

    /// <summary>Names from a file, one a line, else from the model.</summary>
    /// <param name="file">The file, or null.</param>
    /// <param name="metadata">What the model says.</param>
    /// <param name="classes">Elements of the output.</param>
    /// <exception cref="UsageException">The file has another number of names.</exception>
    public static Labels Find(string? file, ModelMetadata metadata, int classes)
    {
        if (file is not null)
        {
            return Fit(ReadFile(file), classes, file);
        }

        return metadata.Labels.IsEmpty ? new Labels([], "none") : new Labels(metadata.Labels, metadata.Source ?? "the model");
    }

    /// <summary>The names of a detector's classes. A list that begins with the background is taken without it.</summary>
    /// <param name="file">A file with a name a line, or null.</param>
    /// <param name="metadata">What the model says.</param>
    /// <param name="classes">The detector's classes.</param>
    /// <exception cref="UsageException">The file has another number of names.</exception>
    public static Labels FindForDetector(string? file, ModelMetadata metadata, int classes)
    {
        ImmutableArray<string> names = file is null ? metadata.Labels : ReadFile(file);
        while (names is [.., ""])
        {
            names = names[..^1];
        }

        if (names.Length == classes + 1)
        {
            names = names[1..];
        }

        return names.IsEmpty || names.Length == classes || file is null
            ? new Labels(names, file ?? metadata.Source ?? "none")
            : throw new UsageException($"{file} has {names.Length} names for {classes} classes");
    }

    /// <summary>The lines of a file of names.</summary>
    /// <exception cref="UsageException">The file is too long.</exception>
    public static ImmutableArray<string> ReadFile(string file)
    {
        long length = new FileInfo(file).Length;
        return length <= MaxFileBytes
            ? [.. File.ReadLines(file).Select(line => line.Trim())]
            : throw new UsageException($"{file} has {length} bytes; a label file has at most {MaxFileBytes}");
    }

    /// <summary>Many ImageNet models have a class more than the usual 1,000 names: index 0 is the background.</summary>
    private static Labels Fit(ImmutableArray<string> names, int classes, string source)
    {
        while (names is [.., ""] && names.Length > classes)
        {
            names = names[..^1];
        }

        return (classes - names.Length) switch
        {
            0 => new Labels(names, source),
            1 => new Labels(["background", .. names], $"{source}, with index 0 as background"),
            _ => throw new UsageException($"{source} has {names.Length} names for {classes} classes"),
        };
    }
}
