namespace MobileNetEdge.Cli.Reporting;

/// <summary>A comparison as one page of HTML that needs nothing but itself: no network, no script.</summary>
internal static class ReportPage
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>A section: its anchor, its name in the table of contents, whether it has anything to show, and what writes it.</summary>
    private sealed record Section(string Anchor, string Title, Func<ReportData, bool> IsShown, Action<HtmlWriter, ReportData> Write);

    private static readonly Section[] Sections =
    [
        new("accuracy", "Accuracy", data => data.Result.Labelled > 0, AccuracySection.Write),
        new("classes", "Classes", data => data.Details.Classes.Length > 0, ClassSection.Write),
        new("confusions", "Confusions", data => data.Details.Confusions.Length > 0, ConfusionSection.Write),
        new("flips", "Changed answers", data => data.Result.Pictures > 0, FlipSection.Write),
        new("layers", "Layers", _ => true, LayerSection.Write),
        new("cost", "Speed and size", data => data.Result.Pictures > 0, CostSection.Write),
        new("broken", "Broken pictures", data => data.Result.BrokenCount > 0, BrokenSection.Write),
        new("method", "How it was measured", _ => true, MethodSection.Write),
    ];

    /// <summary>The page.</summary>
    public static string Of(ReportData data)
    {
        HtmlWriter html = new();
        string title = Path.GetFileName(data.Comparison.QuantizedFile);
        html.Markup($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        html.Markup($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        html.Text($"{HtmlWriter.Cut(title)}: int8 against float").Markup($"</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n");
        html.Markup($"<a class=\"skip\" href=\"#content\">Skip to the figures</a>\n");
        Section[] shown = [.. Sections.Where(section => section.IsShown(data))];
        WriteHeader(html, data, title, shown);
        html.Markup($"<main id=\"content\">\n");
        SummaryTiles.Write(html, data);
        foreach (Section section in shown)
        {
            html.Markup($"<section aria-labelledby=\"{section.Anchor}\">\n<h2 id=\"{section.Anchor}\">{section.Title}</h2>\n");
            section.Write(html, data);
            html.Markup($"</section>\n");
        }

        html.Markup($"</main>\n<footer><p>Written by mobilenet-edge compare. This page is one file, needs no network and runs no script.</p></footer>\n");
        return html.Markup($"</body>\n</html>\n").ToString();
    }

    private static void WriteHeader(HtmlWriter html, ReportData data, string title, Section[] shown)
    {
        html.Markup($"<header>\n<p class=\"eyebrow\">Int8 against float</p>\n<h1>").Name(title).Markup($"</h1>\n<p class=\"soft\">made from ");
        html.Name(Path.GetFileName(data.Comparison.FloatFile)).Text($"; {Figures.Count(data.Result.Pictures)} pictures of ");
        html.Name(Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Comparison.Images))).Markup($"</p>\n");
        (string kind, string verdict) = Verdict.Of(data.Result);
        html.Markup($"<p class=\"verdict {kind}\">").Text(verdict).Markup($"</p>\n<nav aria-label=\"Sections\">\n<ul>\n");
        foreach (Section section in shown)
        {
            html.Markup($"<li><a href=\"#{section.Anchor}\">{section.Title}</a></li>\n");
        }

        html.Markup($"</ul>\n</nav>\n</header>\n");
    }
}
