using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Reporting;

/// <summary>Average precision of each class, those that lost most first.</summary>
internal static class DetectionClassSection
{
    public static void Write(HtmlWriter html, DetectionReportData data)
    {
        DetectionComparisonResult result = data.Result;
        (int Category, double Float, double Quantized)[] classes =
        [
            .. Enumerable.Range(0, result.Float.Classes.Length)
                .Where(category => result.Float.Classes[category] is not null)
                .Select(category => (category, result.Float.Classes[category] ?? 0, result.Quantized.Classes[category] ?? 0))
                .OrderBy(one => one.Item3 - one.Item2)
                .ThenBy(one => one.category),
        ];
        double scale = Math.Max(0.01, classes.Length == 0 ? 0 : classes.Max(one => Math.Abs(one.Quantized - one.Float)));
        html.Markup($"<p class=\"soft\">").Text("Average precision at an overlap of 0.5, change in points. Classes with few boxes move much by chance.").Markup($"</p>\n");
        html.Markup($"<div class=\"scroll\" role=\"region\" aria-label=\"Classes\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\" class=\"words\">class</th>");
        html.Markup($"<th scope=\"col\">boxes</th><th scope=\"col\">float</th><th scope=\"col\">int8</th><th scope=\"col\">change</th></tr></thead>\n<tbody>\n");
        foreach ((int category, double real, double quantized) in classes)
        {
            double change = quantized - real;
            html.Markup($"<tr><th scope=\"row\" class=\"words\">").Name(data.Report.Labels[category]).Markup($"</th>");
            html.Markup($"<td>{result.BoxesOfClass[category]:n0}</td><td>").Text(Figures.Share(real)).Markup($"</td><td>").Text(Figures.Share(quantized));
            html.Markup($"</td><td class=\"{(change < 0 ? "bad-text" : change > 0 ? "good-text" : "")}\">").Text(Figures.Signed(100 * change));
            ClassSection.WriteBar(html, change / scale);
            html.Markup($"</td></tr>\n");
        }

        html.Markup($"</tbody>\n</table>\n</div>\n");
    }
}
