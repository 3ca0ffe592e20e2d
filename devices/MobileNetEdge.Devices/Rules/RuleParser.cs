using System.Globalization;

namespace MobileNetEdge.Devices.Rules;

/// <summary>Reads rules.</summary>
/// <remarks>
/// <code>
/// rule   = label compare number { clause }
/// clause = "in" number "," number "," number "," number | "for" count "frames" | "for" time | "until" compare number | "hold" time | "smooth" count [ "frames" ]
/// label  = words, or any text in quotes ("..." or '...')
/// compare = ">" | ">=" | "&lt;" | "&lt;="
/// number = 0..1, or 0%..100%
/// time   = a number and ms, s, min or h
/// </code>
/// Each clause at most once, in any order: <c>cat > 0.8 for 3 frames until &lt; 0.6 hold 2s smooth 4 frames</c>. The numbers of <c>in</c> are left,
/// top, right and bottom of a <see cref="RuleRegion"/>: <c>person > 0.6 in 0.2,0.2,0.8,0.8 for 3 frames</c>.
/// </remarks>
public static class RuleParser
{
    /// <summary>The most characters of a rule.</summary>
    public const int MaxLength = 1000;

    /// <summary>The most frames a clause may name.</summary>
    public const int MaxFrames = 100_000;

    private const string Clauses = "'in', 'for', 'until', 'hold', 'smooth' or the end";

    /// <summary>Reads a rule.</summary>
    /// <exception cref="RuleSyntaxException">The text is no rule.</exception>
    public static Rule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RuleTokens tokens = new(text);
        if (text.Length > MaxLength)
        {
            throw tokens.Error(MaxLength, $"{text.Length} characters", $"at most {MaxLength}");
        }

        string label = tokens.Label();
        (bool isAbove, bool isInclusive) = tokens.Compare();
        Rule rule = new() { Text = text.Trim(), Label = label, IsAbove = isAbove, IsInclusive = isInclusive, Threshold = tokens.Score() };
        HashSet<string> seen = [];
        while (!tokens.IsAtEnd)
        {
            int position = tokens.Position;
            string word = tokens.Word(Clauses);
            if (!seen.Add(word))
            {
                throw tokens.Error(position, $"a second '{word}'", "each clause at most once");
            }

            rule = Clause(rule, word, position, tokens);
        }

        return rule;
    }

    private static Rule Clause(Rule rule, string word, int position, RuleTokens tokens)
    {
        switch (word)
        {
            case "in":
                return rule with { Region = tokens.Region() };
            case "for":
                (double amount, string unit) = tokens.Amount("a count of frames or a time such as 2s");
                return unit is "frame" or "frames"
                    ? rule with { Frames = Count(amount, position, tokens) }
                    : rule with { Time = Time(amount, unit, position, tokens) };
            case "hold":
                (double hold, string holdUnit) = tokens.Amount("a time such as 2s");
                return rule with { Hold = Time(hold, holdUnit, position, tokens) };
            case "smooth":
                (double frames, string framesUnit) = tokens.Amount("a count of frames");
                return framesUnit is "" or "frame" or "frames"
                    ? rule with { Smoothing = Count(frames, position, tokens) }
                    : throw tokens.Error(position, $"'smooth' with '{framesUnit}'", "a count of frames");
            case "until":
                return rule with { Release = Release(rule, position, tokens) };
            default:
                throw tokens.Error(position, $"'{word}'", Clauses);
        }
    }

    private static double Release(Rule rule, int position, RuleTokens tokens)
    {
        (bool isAbove, _) = tokens.Compare();
        double release = tokens.Score();
        if (isAbove == rule.IsAbove || (rule.IsAbove ? release > rule.Threshold : release < rule.Threshold))
        {
            string expected = rule.IsAbove ? $"until < a number up to {rule.Threshold}" : $"until > a number from {rule.Threshold}";
            throw tokens.Error(position, string.Create(CultureInfo.InvariantCulture, $"until {(isAbove ? '>' : '<')} {release}"), expected);
        }

        return release;
    }

    private static int Count(double amount, int position, RuleTokens tokens)
    {
        return amount is >= 1 and <= MaxFrames && amount == Math.Floor(amount)
            ? (int)amount
            : throw tokens.Error(position, string.Create(CultureInfo.InvariantCulture, $"{amount} frames"), $"a whole number from 1 to {MaxFrames}");
    }

    private static TimeSpan Time(double amount, string unit, int position, RuleTokens tokens)
    {
        double seconds = unit switch
        {
            "ms" => amount / 1000,
            "s" => amount,
            "min" => amount * 60,
            "h" => amount * 3600,
            _ => throw tokens.Error(position, unit.Length == 0 ? "a number without a unit" : $"the unit '{unit}'", "a time in ms, s, min or h"),
        };
        return seconds <= TimeSpan.FromDays(1).TotalSeconds
            ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : throw tokens.Error(position, $"{amount} {unit}", "at most 24 h");
    }
}
