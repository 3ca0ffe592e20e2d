namespace MobileNetEdge.Devices.Rules;

/// <summary>Finds the class that a rule names.</summary>
internal static class RuleLabels
{
    private const int MostSuggestions = 5;

    /// <summary>The index of the class whose name is the rule's; letters may be large or small where that is not ambiguous.</summary>
    /// <exception cref="ArgumentException">No class, or several, have the name.</exception>
    public static int Find(Rule rule, IReadOnlyList<string> labels)
    {
        int[] found = Matches(labels, name => name == rule.Label);
        found = found.Length > 0 ? found : Matches(labels, name => string.Equals(name, rule.Label, StringComparison.OrdinalIgnoreCase));
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"rule '{rule}': the model has no class '{rule.Label}'{Suggest(rule.Label, labels)}"),
            _ => throw new ArgumentException($"rule '{rule}': {found.Length} classes are called '{rule.Label}'"),
        };
    }

    private static int[] Matches(IReadOnlyList<string> labels, Func<string, bool> matches)
    {
        return [.. Enumerable.Range(0, labels.Count).Where(i => matches(labels[i]))];
    }

    private static string Suggest(string label, IReadOnlyList<string> labels)
    {
        string[] near =
        [
            .. labels.Where(name => name.Contains(label, StringComparison.OrdinalIgnoreCase)
                    || (name.Length > 2 && label.Contains(name, StringComparison.OrdinalIgnoreCase)))
                .Concat(labels.Where(name => name.Length > 0 && label.Length > 0 && char.ToUpperInvariant(name[0]) == char.ToUpperInvariant(label[0])))
                .Distinct()
                .Take(MostSuggestions),
        ];
        return near.Length == 0 ? "" : $"; near it: {string.Join(", ", near)}";
    }
}
