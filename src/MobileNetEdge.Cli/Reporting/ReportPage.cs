using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>A comparison of classifiers as a page.</summary>
internal static class ReportPage
{
    /// <summary>A section: its anchor, its name in the table of contents, whether it has anything to show, and what writes it.</summary>
    private sealed record Section(string Anchor, string Title, Func<ReportData, bool> IsShown, Action<HtmlWriter, ReportData> Write);

    private static readonly Section[] Sections =
    [
        new("accuracy", "Accuracy", data => data.Result.Labelled > 0, AccuracySection.Write),
        new("classes", "Classes", data => data.Details.Classes.Length > 0, ClassSection.Write),
        new("confusions", "Confusions", data => data.Details.Confusions.Length > 0, ConfusionSection.Write),
        new("flips", "Changed answers", data => data.Result.Pictures > 0, FlipSection.Write),
        new("layers", "Layers", _ => true, LayerSection.Write),
        new("cost", "Speed and size", data => data.Result.Pictures > 0, (html, data) => CostSection.Write(html, CostOf(data))),
        new("broken", "Broken pictures", data => data.Result.BrokenCount > 0, (html, data) => BrokenSection.Write(html, data.Result.Broken, data.Result.BrokenCount)),
        new("method", "How it was measured", _ => true, MethodSection.Write),
    ];

    /// <summary>The page.</summary>
    public static string Of(ReportData data)
    {
        (string kind, string verdict) = Verdict.Of(data.Result);
        ReportHeading heading = new(
            data.Comparison.FloatFile, data.Comparison.QuantizedFile, data.Comparison.Images, data.Result.Pictures, kind, verdict);
        ReportPart[] parts =
        [
            .. Sections.Where(section => section.IsShown(data))
                .Select(section => new ReportPart(section.Anchor, section.Title, html => section.Write(html, data))),
        ];
        return ReportFrame.Of(heading, html => SummaryTiles.Write(html, data), parts);
    }

    private static Cost CostOf(ReportData data)
    {
        ComparisonDetails details = data.Details;
        return new(
            data.Result.Threads, data.Comparison.Path, details.Preprocess, details.Float, details.Quantized, data.FloatBytes, data.QuantizedBytes);
    }
}
