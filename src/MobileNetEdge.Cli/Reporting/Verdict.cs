using System.Globalization;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>The result in a sentence.</summary>
internal static class Verdict
{
    /// <summary>An interval that reaches further below 0 leaves room for a loss that matters.</summary>
    private const double NarrowPoints = 1;

    /// <summary>How it is to be taken (good, bad or nothing), and the sentence.</summary>
    public static (string Kind, string Text) Of(ComparisonResult result)
    {
        if (result.Pictures == 0)
        {
            return ("bad", "None of the pictures could be read.");
        }

        if (result.Top1Difference is not { } difference)
        {
            return ("", Invariant($"The pictures have no labels: both networks give the same answer to {result.Agreement:f2} % of them."));
        }

        string interval = $"95 % interval {Figures.Signed(difference.Lower)} to {Figures.Signed(difference.Upper)}";
        return difference switch
        {
            { Upper: < 0 } => ("bad", Invariant($"Int8 is right less often than float: {Figures.Signed(difference.Value)} points of top-1, {interval}.")),
            { Lower: > 0 } => ("good", Invariant($"Int8 is right more often than float: {Figures.Signed(difference.Value)} points of top-1, {interval}.")),
            _ => (difference.Lower > -NarrowPoints ? "good" : "", Invariant(
                $"Chance alone explains the difference on these pictures: {Figures.Signed(difference.Value)} points of top-1, {interval}.")),
        };
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
