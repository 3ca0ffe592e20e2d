namespace MobileNetEdge.Cli.Reporting;

/// <summary>What stands at a page's top.</summary>
/// <param name="FloatFile">The float network's path.</param>
/// <param name="QuantizedFile">The int8 model's path.</param>
/// <param name="Images">Where the pictures come from.</param>
/// <param name="Pictures">How many there are.</param>
/// <param name="Kind">How the verdict is to be taken: good, bad or nothing.</param>
/// <param name="Verdict">The result in a sentence.</param>
internal sealed record ReportHeading(string FloatFile, string QuantizedFile, string Images, int Pictures, string Kind, string Verdict);

/// <summary>A part of a page.</summary>
/// <param name="Anchor">Its anchor.</param>
/// <param name="Title">Its name in the table of contents.</param>
/// <param name="Write">Writes what is below its title.</param>
internal sealed record ReportPart(string Anchor, string Title, Action<HtmlWriter> Write);

/// <summary>One page of HTML that needs nothing but itself: no network, no script.</summary>
internal static class ReportFrame
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>The page.</summary>
    public static string Of(ReportHeading heading, Action<HtmlWriter> writeTiles, IReadOnlyList<ReportPart> parts)
    {
        HtmlWriter html = new();
        string title = Path.GetFileName(heading.QuantizedFile);
        html.Markup($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        html.Markup($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        html.Text($"{HtmlWriter.Cut(title)}: int8 against float").Markup($"</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n");
        html.Markup($"<a class=\"skip\" href=\"#content\">Skip to the figures</a>\n");
        WriteHeader(html, heading, title, parts);
        html.Markup($"<main id=\"content\">\n");
        writeTiles(html);
        foreach (ReportPart part in parts)
        {
            html.Markup($"<section aria-labelledby=\"{part.Anchor}\">\n<h2 id=\"{part.Anchor}\">{part.Title}</h2>\n");
            part.Write(html);
            html.Markup($"</section>\n");
        }

        html.Markup($"</main>\n<footer><p>Written by mobilenet-edge compare. This page is one file, needs no network and runs no script.</p></footer>\n");
        return html.Markup($"</body>\n</html>\n").ToString();
    }

    private static void WriteHeader(HtmlWriter html, ReportHeading heading, string title, IReadOnlyList<ReportPart> parts)
    {
        html.Markup($"<header>\n<p class=\"eyebrow\">Int8 against float</p>\n<h1>").Name(title).Markup($"</h1>\n<p class=\"soft\">made from ");
        html.Name(Path.GetFileName(heading.FloatFile)).Text($"; {Figures.Count(heading.Pictures)} pictures of ");
        html.Name(Path.GetFileName(Path.TrimEndingDirectorySeparator(heading.Images))).Markup($"</p>\n");
        html.Markup($"<p class=\"verdict {heading.Kind}\">").Text(heading.Verdict).Markup($"</p>\n<nav aria-label=\"Sections\">\n<ul>\n");
        foreach (ReportPart part in parts)
        {
            html.Markup($"<li><a href=\"#{part.Anchor}\">{part.Title}</a></li>\n");
        }

        html.Markup($"</ul>\n</nav>\n</header>\n");
    }
}
