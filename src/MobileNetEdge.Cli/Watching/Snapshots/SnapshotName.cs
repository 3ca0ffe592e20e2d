using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MobileNetEdge.Cli.Watching.Snapshots;

/// <summary>Names of snapshots: the time in UTC, so that they sort by it, the event, its rule, and what was seen.</summary>
/// <remarks>20261122T091512345Z_e12_cat-0-8-for-3-frames_tabby-cat.jpg</remarks>
internal static partial class SnapshotName
{
    private const int MostOfRule = 40;
    private const int MostOfLabel = 32;

    /// <summary>A name without its ending.</summary>
    public static string Of(DateTimeOffset time, long eventId, string rule, string label)
    {
        string stamp = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        return $"{stamp}_e{eventId}_{Slug(rule, MostOfRule)}_{Slug(label, MostOfLabel)}";
    }

    /// <summary>Whether a file is one of ours, so that nothing else is ever deleted.</summary>
    public static bool IsSnapshot(string fileName) => Finished().IsMatch(fileName);

    /// <summary>Whether a file is what a program that was ended in the middle of writing left.</summary>
    public static bool IsUnfinished(string fileName) => Unfinished().IsMatch(fileName);

    /// <summary>ASCII letters and digits in lower case, with one - for each run of anything else.</summary>
    private static string Slug(string text, int most)
    {
        StringBuilder slug = new();
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string whole = slug.ToString(0, Math.Min(slug.Length, most)).Trim('-');
        return whole.Length > 0 ? whole : "x";
    }

    [GeneratedRegex(@"\A\d{8}T\d{9}Z_e\d+_[a-z0-9-]+_[a-z0-9-]+\.(jpg|png)\z")]
    private static partial Regex Finished();

    [GeneratedRegex(@"\A\.\d{8}T\d{9}Z_e\d+_[a-z0-9-]+_[a-z0-9-]+\.(jpg|png)\.tmp\z")]
    private static partial Regex Unfinished();
}
