using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Pairs of classes that int8 confuses more often than float.</summary>
internal static class ConfusionSection
{
    private const int MaxShown = 15;

    public static void Write(HtmlWriter html, ReportData data)
    {
        html.Markup($"<p class=\"soft\">How often pictures of one class are taken for another: the pairs that grew most from float to int8.</p>\n");
        html.Markup($"<div class=\"scroll\" role=\"region\" aria-label=\"Confusions\" tabindex=\"0\">\n<table>\n<caption>Confused more often by int8</caption>\n<thead><tr><th scope=\"col\" class=\"words\">pictures of</th>");
        html.Markup($"<th scope=\"col\" class=\"words\">taken for</th><th scope=\"col\">float</th><th scope=\"col\">int8</th>");
        html.Markup($"<th scope=\"col\">more</th></tr></thead>\n<tbody>\n");
        foreach (Confusion pair in data.Details.Confusions.Take(MaxShown))
        {
            html.Markup($"<tr><th scope=\"row\" class=\"words\">").Name(data.Labels[pair.Label]).Markup($"</th><td class=\"words\">");
            html.Name(data.Labels[pair.Answer]).Markup($"</td><td>{pair.Float:n0}</td><td>{pair.Quantized:n0}</td>");
            html.Markup($"<td class=\"bad-text\">+{pair.Quantized - pair.Float:n0}</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n");
    }
}
