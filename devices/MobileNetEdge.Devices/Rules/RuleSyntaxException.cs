namespace MobileNetEdge.Devices.Rules;

/// <summary>A rule that cannot be read.</summary>
public sealed class RuleSyntaxException(string rule, int position, string found, string expected)
    : FormatException($"rule '{rule}', position {position}: found {found}, expected {expected}")
{
    /// <summary>The rule.</summary>
    public string Rule { get; } = rule;

    /// <summary>Where, from 1.</summary>
    public int Position { get; } = position;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;

    /// <summary>What should stand there.</summary>
    public string Expected { get; } = expected;
}
