using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>What both networks cost.</summary>
/// <param name="Threads">Pictures worked on at the same time.</param>
/// <param name="Path">The int8 model's path of execution.</param>
/// <param name="Preprocess">Time to prepare a picture.</param>
/// <param name="Float">Time of the float network.</param>
/// <param name="Quantized">Time of the int8 model.</param>
/// <param name="FloatBytes">Bytes of the float network's file.</param>
/// <param name="QuantizedBytes">Bytes of the int8 model's file.</param>
internal sealed record Cost(int Threads, string Path, Latency Preprocess, Latency Float, Latency Quantized, long FloatBytes, long QuantizedBytes);

/// <summary>Latency and size.</summary>
internal static class CostSection
{
    public static void Write(HtmlWriter html, Cost cost)
    {
        html.Markup($"<p class=\"soft\">").Text(
            $"Times of one picture on one thread while {cost.Threads} were at work, so a lone run is somewhat faster. Int8 ran on the path {cost.Path}; the float network runs to be compared with, and not to be fast.");
        html.Markup($"</p>\n<div class=\"pair\">\n<div class=\"scroll\">\n<table>\n<caption>Time of a picture, with percentiles</caption>\n<thead><tr><td></td><th scope=\"col\">median</th>");
        html.Markup($"<th scope=\"col\">10 %</th><th scope=\"col\">90 %</th></tr></thead>\n<tbody>\n");
        Row(html, "preparing the picture", cost.Preprocess);
        Row(html, "float", cost.Float);
        Row(html, "int8", cost.Quantized);
        html.Markup($"</tbody>\n</table>\n</div>\n<div class=\"scroll\">\n<table>\n<caption>File size</caption>\n<thead><tr><td></td>");
        html.Markup($"<th scope=\"col\">bytes</th><th scope=\"col\">share</th></tr></thead>\n<tbody>\n");
        Size(html, "float", cost.FloatBytes, cost.FloatBytes);
        Size(html, "int8", cost.QuantizedBytes, cost.FloatBytes);
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
