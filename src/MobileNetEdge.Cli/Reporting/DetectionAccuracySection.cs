namespace MobileNetEdge.Cli.Reporting;

/// <summary>Mean average precision of both detectors, by several definitions.</summary>
internal static class DetectionAccuracySection
{
    private const string Coco = "mAP@[.5:.95]";

    public static void Write(HtmlWriter html, DetectionReportData data)
    {
        html.Markup($"<p class=\"soft\">").Text(
            $"On {Figures.Count(data.Result.Pictures)} pictures with {Figures.Count(data.Result.Boxes)} boxes. Each figure is the mean over the classes that occur, from 0 to 1.");
        html.Markup($"</p>\n<div class=\"scroll\">\n<table>\n<caption>Mean average precision, change in points</caption>\n<thead><tr><td></td>");
        html.Markup($"<th scope=\"col\">float</th><th scope=\"col\">int8</th><th scope=\"col\">change</th></tr></thead>\n<tbody>\n");
        foreach ((_, string name, double? real, double? quantized) in data.Report.Figures)
        {
            html.Markup($"<tr><th scope=\"row\" class=\"words\">").Text(name.StartsWith(' ') ? $"{Coco}, things {name.Trim()}" : name).Markup($"</th><td>").Text(Figures.Share(real)).Markup($"</td><td>");
            html.Text(Figures.Share(quantized)).Markup($"</td><td>").Text(Figures.Signed(100 * (quantized - real))).Markup($"</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n");
    }
}
