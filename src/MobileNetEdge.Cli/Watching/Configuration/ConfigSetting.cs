namespace MobileNetEdge.Cli.Watching.Configuration;

/// <summary>What a value of a configuration is.</summary>
internal enum ConfigKind
{
    Text,
    Number,
    Switch,
    Array,
    Object,
}

/// <summary>A member of an object.</summary>
internal sealed record ConfigSetting(string Key, TextPosition Position, ConfigValue Value);

/// <summary>A value.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, the number as written, or true or false.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record ConfigValue(ConfigKind Kind, string Text, TextPosition Position)
{
    /// <summary>Of an array.</summary>
    public IReadOnlyList<ConfigValue> Items { get; init; } = [];

    /// <summary>Of an object.</summary>
    public IReadOnlyList<ConfigSetting> Members { get; init; } = [];
}
