namespace MobileNetEdge.Cli.Watching.Configuration;

/// <summary>A configuration that cannot be used: where, and why.</summary>
internal sealed class ConfigException(string file, TextPosition position, string problem)
    : IOException($"{file}, line {position.Line}, column {position.Column}: {problem}")
{
    /// <summary>Where the offending text begins.</summary>
    public TextPosition Position { get; } = position;
}
