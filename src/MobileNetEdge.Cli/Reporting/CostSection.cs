using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Latency and size.</summary>
internal static class CostSection
{
    public static void Write(HtmlWriter html, ReportData data)
    {
        (ComparisonDetails details, ComparisonResult result) = (data.Details, data.Result);
        html.Markup($"<p class=\"soft\">").Text(
            $"Times of one picture on one thread while {result.Threads} were at work, so a lone run is somewhat faster. Int8 ran on the path {data.Comparison.Path}; the float network runs to be compared with, and not to be fast.");
        html.Markup($"</p>\n<div class=\"pair\">\n<div class=\"scroll\">\n<table>\n<caption>Time of a picture, with percentiles</caption>\n<thead><tr><td></td><th scope=\"col\">median</th>");
        html.Markup($"<th scope=\"col\">10 %</th><th scope=\"col\">90 %</th></tr></thead>\n<tbody>\n");
        Row(html, "preparing the picture", details.Preprocess);
        Row(html, "float", details.Float);
        Row(html, "int8", details.Quantized);
        html.Markup($"</tbody>\n</table>\n</div>\n<div class=\"scroll\">\n<table>\n<caption>File size</caption>\n<thead><tr><td></td>");
        html.Markup($"<th scope=\"col\">bytes</th><th scope=\"col\">share</th></tr></thead>\n<tbody>\n");
        Size(html, "float", data.FloatBytes, data.FloatBytes);
        Size(html, "int8", data.QuantizedBytes, data.FloatBytes);
        html.Markup($"</tbody>\n</table>\n</div>\n</div>\n");
    }

    private static void Row(HtmlWriter html, string name, Latency latency)
    {
        html.Markup($"<tr><th scope=\"row\" class=\"words\">{name}</th><td>").Text(Figures.Milliseconds(latency.Median)).Markup($"</td><td>");
        html.Text(Figures.Milliseconds(latency.Low)).Markup($"</td><td>").Text(Figures.Milliseconds(latency.High)).Markup($"</td></tr>\n");
    }

    private static void Size(HtmlWriter html, string name, long bytes, long whole)
    {
        html.Markup($"<tr><th scope=\"row\" class=\"words\">{name}</th><td>{bytes:n0}</td><td>{100.0 * bytes / Math.Max(whole, 1):f1} %</td></tr>\n");
    }
}
