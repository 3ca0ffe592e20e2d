namespace MobileNetEdge.Cli.Watching.Configuration;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The name that takes the fewest changes of a letter; null where all take too many.</summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        (string? best, int least) = (null, Math.Max(2, name.Length / 3) + 1);
        foreach (string candidate in names)
        {
            int distance = Math.Abs(candidate.Length - name.Length) < least ? Distance(name, candidate) : least;
            (best, least) = distance < least ? (candidate, distance) : (best, least);
        }

        return best;
    }

    /// <summary>Levenshtein's distance: letters inserted, deleted or replaced.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int corner = row[0]++;
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = corner + (a[i] == b[j] ? 0 : 1);
                corner = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(corner, row[j]) + 1);
            }
        }

        return row[^1];
    }
}
